import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { templatesFolder } from './folder.js';
import { loadKpis } from './kpis.js';
import { loadReports } from './report-definitions.js';
import { summaryDefinition } from './summary-definition.js';
import { loadWeekPack } from './week-pack.js';

const kpis = loadKpis(summaryDefinition(loadReports()).figures);

t.test('a pack ranks by indicators that there are, of which one way is good', (t) => {
  const folder = t.testdir();
  cpSync(join(templatesFolder(), 'dashboards'), join(folder, 'dashboards'), { recursive: true });
  const file = join(folder, 'dashboards', 'week-pack.json');
  const right = readFileSync(file, 'utf8');
  t.ok(loadWeekPack(kpis, folder).ranked.includes('seen'));
  const refused = (from: string, to: string, told: RegExp): void => {
    writeFileSync(file, right.replace(from, to));
    t.throws(() => loadWeekPack(kpis, folder), { code: 'bad-input', message: told }, to);
  };
  refused('"seen"', '"sene"', /week-pack\.json, sene/);
  refused('"seen"', '"referred"', /week-pack\.json, referred: neither/);
  refused('"seen"', '"vitals"', /duplicate/);
  refused('"listed": 12', '"listed": 5000', /listed/);
  t.end();
});
