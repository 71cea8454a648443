import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import { BOX_PATTERN, firstBox, lineageOf, readBoxId, type StaffId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Role } from '../../records/people.js';
import type { ReportPeriod } from '../../records/reports/report-period.js';
import { evidenceOf } from '../../records/stock-trace/evidence.js';
import { findDoubts } from '../../records/stock-trace/find-doubts.js';
import type { DoubtLimits, StockDoubt } from '../../records/stock-trace/stock-doubt.js';
import { traceStock, type ItemTrace, type TraceFilter } from '../../records/stock-trace/trace-stock.js';
import { isPrivate } from '../../records/tenancy.js';
import { SHARED_DATABASE } from '../centre-databases.js';
import { centreRefusal } from '../centre-refusal.js';
import { facilityId, type FacilityDocument } from '../directory/facility-document.js';
import { readDocument } from '../read-document.js';
import { StockCouch } from './stock-couch.js';

/** A facility's store over a period: visits by their ids, staff by theirs and what they may do; no patient. */
export interface StoreTrace {
  facility: string;
  period: ReportPeriod;
  items: ItemTrace[];
  doubts: StockDoubt[];
  /** of all who are named, the latest */
  roles: Record<StaffId, Role[]>;
}

export interface TraceOptions {
  facility: string;
  period: ReportPeriod;
  filter: TraceFilter;
  limits: DoubtLimits;
}

/**
 * Reads a facility's ledgers at the centre, its replaced boxes' too. Throws `bad-input` (no code), `not-found` (nothing of
 * it here), `not-allowed` (a private hospital's books are its own), `centre-unreachable`, `centre-refused`.
 */
export async function traceStore(nano: ServerScope, options: TraceOptions): Promise<StoreTrace> {
  const { period, filter, limits } = options;
  const code = readBoxId(options.facility);
  if (!BOX_PATTERN.test(code)) {
    const fields = [{ field: 'facility', code: 'notValid' }];
    throw new FacilityError('bad-input', `${code.slice(0, 12)} is no facility's code.`, { fields });
  }
  try {
    const facility = firstBox(code);
    const listed = await readDocument<FacilityDocument>(nano, SHARED_DATABASE, facilityId(facility));
    if (isPrivate(listed)) {
      throw new FacilityError('not-allowed', `${facility} is a private hospital: its store is its own.`, {
        hint: 'hints.countsOnly',
      });
    }
    const opening = new Map<string, number>();
    const records: LedgerRecord[] = [];
    let known = false;
    for (const box of lineageOf(listed?.box ?? code)) {
      const ledger = new StockCouch(nano, box);
      const units = await ledger.opening(period, filter.item);
      if (units === null) continue;
      known = true;
      for (const [key, sum] of units) opening.set(key, (opening.get(key) ?? 0) + sum);
      records.push(...(await ledger.records(period, filter.item)));
    }
    if (!known) {
      throw new FacilityError('not-found', `No ledger of ${facility} is at the centre.`, {
        hint: 'hints.facilityNotSent',
      });
    }
    const evidence = { ...evidenceOf(records, period), opening };
    const stock = traceStock(evidence, period, filter);
    const { items } = stock;
    const doubts = findDoubts(stock, limits);
    const named = new Set([...items.flatMap(({ movements }) => movements), ...doubts].map(({ by }) => by));
    const roles = evidence.staff
      .filter(({ staff }) => named.has(staff))
      .map(({ staff, roles }) => [staff, roles] as const);
    return { facility, period, items, doubts, roles: Object.fromEntries(roles) };
  } catch (error) {
    throw centreRefusal(error);
  }
}
