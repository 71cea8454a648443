import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { loadDayPicture } from './day-picture.js';
import { templatesFolder } from './folder.js';
import { loadKpis } from './kpis.js';
import { loadReports } from './report-definitions.js';
import { summaryDefinition } from './summary-definition.js';

const { figures } = summaryDefinition(loadReports());
const kpis = loadKpis(figures);

t.test('the picture of a day names only figures and indicators that there are, in both languages', (t) => {
  const { cards } = loadDayPicture(figures, kpis);
  for (const { name } of cards) t.match(name.hi, /[ऀ-ॿ]/u);
  t.end();
});

t.test('a wrong edit is refused with its file and place', (t) => {
  const folder = t.testdir();
  mkdirSync(join(folder, 'dashboards'));
  cpSync(join(templatesFolder(), 'dashboards'), join(folder, 'dashboards'), { recursive: true });
  const file = join(folder, 'dashboards', 'day.json');
  const right = readFileSync(file, 'utf8');
  const refused = (change: (text: string) => string, told: RegExp): void => {
    writeFileSync(file, change(right));
    t.throws(() => loadDayPicture(figures, kpis, folder), { code: 'bad-input', message: told });
  };
  refused((text) => text.replace('"opd-female"', '"opd-women"'), /day\.json, opd-women/);
  refused((text) => text.replace('"kpi": "in-stock"', '"kpi": "stock"'), /day\.json, stock/);
  refused((text) => text.replace('"columns": ["patients"', '"columns": ["people"'), /day\.json, people/);
  refused((text) => text.replace('"least": 5', '"least": 0'), /least/);
  t.end();
});
