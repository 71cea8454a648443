import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { templatesFolder } from './folder.js';
import { loadKpis } from './kpis.js';
import { loadReports } from './report-definitions.js';
import { summaryDefinition } from './summary-definition.js';

const { figures } = summaryDefinition(loadReports());

t.test('the indicators load, in both languages, and name only figures that summaries hold', (t) => {
  const { groups, quality } = loadKpis(figures);
  const kpis = groups.flatMap((group) => group.kpis);
  t.ok(kpis.length >= 12 && kpis.length <= 25);
  for (const { name } of [...kpis, ...quality.parts]) t.match(name.hi, /[ऀ-ॿ]/u);
  t.end();
});

t.test('a wrong edit is refused with its file and place', (t) => {
  const folder = t.testdir();
  mkdirSync(join(folder, 'kpis'));
  cpSync(join(templatesFolder(), 'kpis'), join(folder, 'kpis'), { recursive: true });
  const file = join(folder, 'kpis', '4-records.json');
  const right = readFileSync(file, 'utf8');
  const refused = (change: (text: string) => string, told: RegExp): void => {
    writeFileSync(file, change(right));
    t.throws(() => loadKpis(figures, folder), { code: 'bad-input', message: told });
  };
  refused((text) => text.replace('"diagnoses"', '"diagnosis"'), /4-records\.json, diagnosis/);
  refused((text) => text.replace('"code": "uncoded"', '"code": "seen"'), /4-records\.json, seen/);
  refused((text) => text.replace('"lower"', '"down"'), /better/);
  refused((text) => text.slice(0, -9), /line \d+|JSON/);
  writeFileSync(file, right);
  const trend = join(folder, 'kpis', 'trend.json');
  const steps = readFileSync(trend, 'utf8');
  writeFileSync(trend, steps.replace('"percent": 2', '"percent": -2'));
  t.throws(() => loadKpis(figures, folder), { code: 'bad-input', message: /trend\.json.*percent/ });
  writeFileSync(trend, steps);
  t.ok(loadKpis(figures, folder));
  t.end();
});
