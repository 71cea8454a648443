import t from 'tap';
import { addDays } from '../../../records/day.js';
import { daysOf } from '../../../records/reports/report-period.js';
import { impossibleCounts } from '../../../records/summary/impossible-counts.js';
import { readDemoReasons } from '../demo-data.js';
import { drawReferrals } from './draw-referrals.js';
import { drawSummary } from './draw-summary.js';
import { readDemoDirectory, readDistrictPlan } from './read-district.js';

const TODAY = '20261128';
const PERIOD = { from: addDays(TODAY, -60), to: addDays(TODAY, -1) };

t.test('in the demo both ends tell of the same referrals, and no end of more than there were', (t) => {
  const facilities = readDemoDirectory();
  const district = { plan: readDistrictPlan(), reasons: readDemoReasons(), today: TODAY };
  const alone = daysOf(PERIOD)
    .flatMap((day) => facilities.map((facility) => drawSummary(district, facility, day)))
    .filter((summary) => summary !== null);
  const drawn = drawReferrals(alone, facilities);
  t.same(drawReferrals(alone, facilities), drawn, 'the same on every machine');
  const kinds = new Map(facilities.map(({ code, kind }) => [code, kind]));
  const [sent, ended] = [new Map<string, number>(), new Map<string, number>()];
  const add = (to: Map<string, number>, pair: string, count = 0) => to.set(pair, (to.get(pair) ?? 0) + count);
  for (const summary of drawn) {
    const { facility, figures, referrals } = summary;
    if (impossibleCounts(summary, []).length > 0) t.fail(summary._id);
    for (const one of referrals?.out ?? []) {
      add(sent, `${facility} ${one.to}`, one.sent);
      if ((one.sent ?? 0) > (figures['referred'] ?? 0)) t.fail(`${summary._id}: sent`);
      if ((one.open ?? 0) !== (figures['referral-open-out'] ?? 0)) t.fail(`${summary._id}: open`);
    }
    for (const { from, returned = 0, seen = [] } of referrals?.in ?? []) {
      add(ended, `${from} ${facility}`, returned + (seen[0] ?? 0));
    }
  }
  t.ok(sent.size > 10, 'many pairs');
  t.ok([...ended].every(([pair, count]) => count <= (sent.get(pair) ?? 0)));
  t.notOk([...sent.keys()].some((pair) => kinds.get(pair.split(' ')[0] ?? '') === 'DH'));
  t.end();
});
