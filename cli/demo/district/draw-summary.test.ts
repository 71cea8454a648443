import t from 'tap';
import { addDays } from '../../../records/day.js';
import { daysOf } from '../../../records/reports/report-period.js';
import { impossibleCounts } from '../../../records/summary/impossible-counts.js';
import { loadReports } from '../../../templates/report-definitions.js';
import { summaryDefinition } from '../../../templates/summary-definition.js';
import { readDemoReasons } from '../demo-data.js';
import { drawSummary, type DemoSummary } from './draw-summary.js';
import { readDemoDirectory, readDistrictPlan } from './read-district.js';

const TODAY = '20261128';
const PERIOD = { from: addDays(TODAY, -60), to: TODAY };

const plan = readDistrictPlan();
const directory = readDemoDirectory();
const district = { plan, reasons: readDemoReasons(), today: TODAY };

function drawAll(): DemoSummary[] {
  return daysOf(PERIOD)
    .flatMap((day) => directory.map((facility) => drawSummary(district, facility, day)))
    .filter((summary) => summary !== null);
}

const drawn = drawAll();

t.test('a summary that is made up says so, and fits what a box could have written', (t) => {
  const { checks, figures: known } = summaryDefinition(loadReports());
  for (const summary of drawn) {
    const faults = [
      ...impossibleCounts(summary, checks),
      ...Object.keys(summary.figures).filter((key) => !known.has(key)),
    ];
    if (faults.length > 0) t.fail(`${summary._id}: ${faults.join(', ')}`);
  }
  t.ok(drawn.length > 1_800);
  t.ok(drawn.every(({ demo, from }) => demo && from === 'demo'));
  t.end();
});

t.test('it comes out the same on every machine', (t) => {
  t.same(drawAll(), drawn);
  t.end();
});

t.test('the days are as unlike as days are', (t) => {
  const of = (code: string) => drawn.filter(({ facility }) => facility === code);
  const opd = (summaries: DemoSummary[]) =>
    summaries.reduce((sum, { figures }) => sum + (figures['opd'] ?? 0), 0);
  const weekday = (weekday: number) => (summary: DemoSummary) =>
    new Date(`${summary.day.replace(/(....)(..)/, '$1-$2-')}T12:00:00Z`).getUTCDay() === weekday;
  t.ok(opd(drawn.filter(weekday(1))) > 1.2 * opd(drawn.filter(weekday(6))), 'Mondays are full');
  t.equal(opd(of('BR1052').filter(weekday(0))), 0, 'on Sundays a PHC is shut');
  t.equal(of('BR2034').length, 0, 'who has closed reports nothing');
  t.ok(of('BR1074').length < 0.8 * of('BR1052').length, 'some miss days');
  t.equal(of('BR2024').at(-1)?.day, addDays(TODAY, -13), 'one has been silent for days');
  t.ok(
    drawn.every(({ day }) => day < TODAY),
    'a day that is not over is nobody’s',
  );
  const out = (code: string) => of(code).reduce((sum, { stock }) => sum + (stock?.out.length ?? 0), 0);
  t.ok(out('BR1072') > 2 * out('BR1052'), 'one is often out of medicines');
  const { block, days } = plan.outbreak;
  const runs = (from: string, to: string) =>
    drawn
      .filter((summary) => summary.block === block && summary.day >= from && summary.day < to)
      .reduce((sum, { figures }) => sum + (figures['1:cases'] ?? 0), 0);
  const begin = addDays(TODAY, -days);
  t.ok(runs(begin, TODAY) > 1.8 * runs(addDays(begin, -days), begin), 'diarrhoea breaks out in a block');
  t.end();
});
