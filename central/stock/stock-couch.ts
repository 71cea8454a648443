import type { RequestOptions, ServerScope } from 'nano';
import { startOfDay, addDays, dayOf } from '../../records/day.js';
import { facilityDatabase, visitOf, type BoxId, type VisitId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { ReportPeriod } from '../../records/reports/report-period.js';
import { batchKey } from '../../records/stock-trace/evidence.js';
import { statusOf } from '../centre-refusal.js';
import { readableRecords } from '../readable-records.js';
import { STOCK_BALANCES, STOCK_BY_TIME, STOCK_BY_VISIT } from './stock-design.js';

/** Days of movements, and visits, in one answer: some thousand records. */
const DAYS_AT_ONCE = 31;
const VISITS_AT_ONCE = 500;
/** Batches asked for together. */
const BATCHES_AT_ONCE = 200;

interface Row<V = unknown> {
  key: unknown;
  value: V;
  doc?: LedgerRecord | null;
}

/** What one box's ledger at the centre holds about its store, each question by a view or by name. */
export class StockCouch {
  readonly #database: string;

  constructor(
    private readonly nano: ServerScope,
    box: BoxId,
  ) {
    this.#database = facilityDatabase(box);
  }

  /** Null: the box has no ledger here. */
  async opening({ from }: ReportPeriod, item?: string): Promise<Map<string, number> | null> {
    const range = item === undefined ? {} : { startkey: [item], endkey: [item, {}] };
    let batches: Row<number>[];
    try {
      batches = await this.#rows<number>({ path: STOCK_BALANCES, qs: { ...range, group_level: 3 } });
    } catch (error) {
      if (statusOf(error) === 404 && !(await this.#exists())) return null;
      throw error;
    }
    const until = new Date(startOfDay(from)).toISOString();
    const opening = new Map<string, number>();
    for (let done = 0; done < batches.length; done += BATCHES_AT_ONCE) {
      const some = batches.slice(done, done + BATCHES_AT_ONCE).map(({ key }) => key as string[]);
      const queries = some.map((key) => ({ startkey: key, endkey: [...key, until], inclusive_end: false }));
      const request = { path: `${STOCK_BALANCES}/queries`, method: 'POST', body: { queries } };
      const { results } = (await this.nano.request({ db: this.#database, ...request })) as {
        results: { rows: Row<number>[] }[];
      };
      results.forEach(({ rows }, at) => {
        const [name = '', expiry = '', batch = ''] = some[at] ?? [];
        opening.set(batchKey({ item: name, expiry, batch }), rows[0]?.value ?? 0);
      });
    }
    return opening;
  }

  /** Movements and dispensings of a period, and all of the visits that they name. */
  async records({ from, to }: ReportPeriod, item = ''): Promise<LedgerRecord[]> {
    const found = new Map<string, LedgerRecord>();
    const keep = (rows: Row[]): void => {
      for (const record of readableRecords(rows.map(({ doc }) => doc))) found.set(record._id, record);
    };
    const end = startOfDay(addDays(to, 1));
    for (let day = from; day <= to; day = addDays(day, DAYS_AT_ONCE)) {
      const until = Math.min(end, startOfDay(addDays(day, DAYS_AT_ONCE)));
      const [startkey, endkey] = [startOfDay(day), until].map((at) => [item, new Date(at).toISOString()]);
      const qs = { startkey, endkey, inclusive_end: false, include_docs: true };
      keep(await this.#rows({ path: STOCK_BY_TIME, qs }));
    }
    const visits = visitsOf(found.values());
    for (let done = 0; done < visits.length; done += VISITS_AT_ONCE) {
      const keys = visits.slice(done, done + VISITS_AT_ONCE);
      keep(
        await this.#rows({
          path: STOCK_BY_VISIT,
          method: 'POST',
          qs: { include_docs: true },
          body: { keys },
        }),
      );
    }
    // Whoever left since is still named by what was written then.
    const qs = { startkey: 'staff:', endkey: 'staff:\ufff0', include_docs: true };
    keep(await this.#rows({ path: '_all_docs', qs }));
    return [...found.values()].filter(({ at }) => dayOf(at) <= to);
  }

  async #rows<V = unknown>(request: RequestOptions): Promise<Row<V>[]> {
    const { rows } = (await this.nano.request({ db: this.#database, ...request })) as { rows: Row<V>[] };
    return rows;
  }

  /** A 404 is a database that is not there, or one that an older Nadi made. */
  async #exists(): Promise<boolean> {
    try {
      await this.nano.request({ db: this.#database });
      return true;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw error;
    }
  }
}

function visitsOf(records: Iterable<LedgerRecord>): VisitId[] {
  const visits = new Set<VisitId>();
  for (const record of records) {
    if (record.type === 'dispense') visits.add(visitOf(record._id));
    else if (record.type === 'stock' && record.dispense !== undefined) visits.add(visitOf(record.dispense));
  }
  return [...visits];
}
