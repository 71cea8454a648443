import { isDeepStrictEqual } from 'node:util';
import { RecordDigest } from '../node-server/backup/verify-backup.js';
import type { Facility } from '../node-server/facility.js';
import { buildReport } from '../node-server/reports/build-report.js';
import { Chain } from '../records/chain.js';
import { isoDate } from '../records/day.js';
import { openLocale } from '../templates/locale.js';
import { loadReports } from '../templates/report-definitions.js';

/** What must be the same of a box when it was restored; of its records those up to `upTo`. */
export async function boxFacts(facility: Facility, upTo: number): Promise<Record<string, unknown>> {
  const { stock, queue, staff, patients } = facility;
  return {
    ...(await ledgerOf(facility, upTo)),
    patients: patients.size,
    staff: staff.list(),
    balances: stock
      .items()
      .sort()
      .map((item) => [item, stock.allBatches(item)]),
    queue: queue.entries(),
    ...(await reportsOf(facility)),
  };
}

/** Names what is other than it was; throws where anything is. */
export function compareFacts(before: Record<string, unknown>, after: Record<string, unknown>): void {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  const other = [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key]));
  if (other.length > 0) throw new Error(`Other than before: ${other.join(', ')}.`);
}

async function ledgerOf(facility: Facility, upTo: number): Promise<Record<string, unknown>> {
  const digest = new RecordDigest();
  const chain = new Chain();
  for (let since = 0; since < upTo;) {
    const limit = Math.min(2_000, upTo - since);
    const { results } = await facility.databases.records.changes({ since, limit, include_docs: true });
    for (const { id, changes, doc } of results) {
      digest.add({ _id: id, _rev: changes[0]?.rev ?? '' });
      chain.add(doc ?? {});
    }
    const last = results.at(-1);
    if (!last) throw new Error(`The ledger ends at record ${since}.`);
    since = Number(last.seq);
  }
  return { 'ids and revisions': digest.end(), head: chain.head };
}

/** Of the running month, week and day and of those before, but what they say of the sync: that is a box's own. */
async function reportsOf(facility: Facility): Promise<Record<string, unknown>> {
  const reports = new Map(
    [...loadReports()].map(([id, one]) => [
      id,
      { ...one, sections: one.sections.filter(({ show }) => show !== 'sync') },
    ]),
  );
  const deps = { facility, definitions: () => reports, locale: openLocale() };
  const today = isoDate(facility.today());
  const found: Record<string, unknown> = {};
  for (const { id, period } of reports.values()) {
    if (period === 'patient') continue;
    const running = { month: today.slice(0, 7), week: today, day: today, range: '' }[period];
    for (const typed of new Set(['', running])) {
      // The mark covers the box's name, too.
      const { box: _box, hash: _mark, ...report } = await buildReport(id, typed, deps, 'hi');
      found[`${id} ${report.period.from}`] = report;
    }
  }
  return found;
}
