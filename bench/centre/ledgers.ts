import { facilityDatabase, type BoxId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { prepareFacility } from '../../central/facility-database.js';
import { makeRouter } from '../../central/router/start-router.js';
import { countDay, type DayCount } from '../../node-server/summary/count-day.js';
import { dayOf, type Day } from '../../records/day.js';
import { openLocale } from '../../templates/locale.js';
import { loadReports } from '../../templates/report-definitions.js';
import { ofBox, prepareDays, type DayKind } from '../sync/prepared-records.js';
import type { BenchCentre } from './bench-centre.js';
import { sideBySide } from './side-by-side.js';
import { summaryOfDay } from './summaries-of.js';

const PIECE = 500;
const AT_ONCE = 4;

/** Some days of one busy health centre, and what it counted of each. */
export interface RealDays {
  records: LedgerRecord[];
  days: { day: Day; count: DayCount }[];
}

export async function prepareRealDays(folder: string, days: number, kind: DayKind): Promise<RealDays> {
  const reports = loadReports();
  const counts: DayCount[] = [];
  const records = await prepareDays(folder, days, kind, async (facility) => {
    const deps = { facility, definitions: () => reports, locale: openLocale() };
    counts.push(await countDay(deps, facility.today(), true));
  });
  const dated = [...new Set(records.map(({ at }) => dayOf(at)))].sort().slice(-days);
  return { records, days: counts.map((count, i) => ({ day: dated[i] ?? '', count })) };
}

/** Each box's databases with these days, as it would have sent them; the number of documents. */
export async function writeLedgers(
  { nano }: BenchCentre,
  boxes: BoxId[],
  { records, days }: RealDays,
): Promise<number> {
  let written = 0;
  await sideBySide(boxes, AT_ONCE, async (box) => {
    await prepareFacility({ nano, box, password: 'box' });
    const n = records.length + 1;
    const summaries = days.map(({ day, count }, i) => summaryOfDay(box, day, count, n + i));
    const own = [...ofBox(records, box), ...summaries];
    for (let from = 0; from < own.length; from += PIECE) {
      const rows = await nano.use(facilityDatabase(box)).bulk({ docs: own.slice(from, from + PIECE) });
      const refused = rows.find(({ error }) => error !== undefined);
      if (refused) throw new Error(JSON.stringify(refused));
    }
    written += own.length;
  });
  return written;
}

/** One round of a router that has seen none of it. */
export async function timeRouter({ url }: BenchCentre): Promise<{ seconds: number; copied: number }> {
  const share = { worker: 1, of: 1 };
  const router = makeRouter({ couchUrl: url, share, now: Date.now, log: () => undefined });
  const began = performance.now();
  const copied = await router.round();
  return { seconds: (performance.now() - began) / 1_000, copied };
}
