import type { Day } from '../../records/day.js';
import { recordedVisits, type RecordedVisit } from '../../records/reports/visit-facts.js';
import { readVisitDays } from '../store/read-visit-days.js';
import type { ReportDeps } from './report-deps.js';

/** What can be counted of a day's visits: as it was kept, else from the records, which is kept once the day is over. */
export async function visitsOfDay(
  { facility, keptDays }: Pick<ReportDeps, 'facility' | 'keptDays'>,
  day: Day,
): Promise<RecordedVisit[]> {
  const last = facility.visitDays.last(day);
  if (last === 0) return [];
  const kept = await keptDays?.read(day, last);
  if (kept) return kept;
  const visits: RecordedVisit[] = [];
  let n = 0;
  for await (const records of readVisitDays(() => facility.databases.records, facility.box, {
    from: day,
    to: day,
  })) {
    n = records.reduce((most, record) => Math.max(most, record.n), n);
    visits.push(...recordedVisits(records));
  }
  // One that is still on its way to the disk was not read.
  if (n === last && day < facility.today()) await keptDays?.keep(day, n, visits);
  return visits;
}
