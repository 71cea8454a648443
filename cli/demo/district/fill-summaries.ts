import type { ServerScope } from 'nano';
import { SUMMARIES_DATABASE } from '../../../central/centre-databases.js';
import type { FacilityDocument } from '../../../central/directory/facility-document.js';
import { addDays, type Day } from '../../../records/day.js';
import { daysOf } from '../../../records/reports/report-period.js';
import { readDemoReasons } from '../demo-data.js';
import { drawReferrals } from './draw-referrals.js';
import { drawSummary, type DemoSummary } from './draw-summary.js';
import { readDistrictPlan, traitsOf } from './read-district.js';

const DAYS = 90;
/** Documents in one request. */
const AT_ONCE = 500;

/**
 * Writes what the demo's other facilities report, up to yesterday; those that stand stay as they are, and who reports
 * no more when the demo is made never does again.
 * @returns how many were written
 */
export async function fillSummaries(
  nano: ServerScope,
  facilities: readonly FacilityDocument[],
  today: Day,
  days = DAYS,
): Promise<number> {
  const district = { plan: readDistrictPlan(), reasons: readDemoReasons(), today };
  const period = { from: addDays(today, -days), to: addDays(today, -1) };
  const summaries = nano.use<DemoSummary>(SUMMARIES_DATABASE);
  const { rows } = await summaries.list({ startkey: period.from, endkey: `${period.to};` });
  const standing = new Set(rows.map(({ id }) => id));
  const heard = new Set(rows.map(({ id }) => id.split(':')[1]));
  const reporting = facilities.filter(
    ({ code }) => traitsOf(district.plan, code).silentDays === 0 || !heard.has(code),
  );
  const alone = daysOf(period)
    .flatMap((day) => reporting.map((facility) => drawSummary(district, facility, day)))
    .filter((summary) => summary !== null);
  const drawn = drawReferrals(alone, reporting).filter(({ _id }) => !standing.has(_id));
  for (let done = 0; done < drawn.length; done += AT_ONCE) {
    await summaries.bulk({ docs: drawn.slice(done, done + AT_ONCE) });
  }
  return drawn.length;
}
