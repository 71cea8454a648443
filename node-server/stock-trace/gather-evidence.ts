import { dayOf, startOfDay } from '../../records/day.js';
import { lineageOf, parseVisitId, visitOf, type VisitId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { ReportPeriod } from '../../records/reports/report-period.js';
import {
  balancesBefore,
  batchKey,
  evidenceOf,
  type StockEvidence,
} from '../../records/stock-trace/evidence.js';
import type { StockMovement } from '../../records/supply.js';
import type { Facility } from '../facility.js';
import { readMovements } from '../stations/stock/read-movements.js';
import { readPrefixes, readTail } from '../store/read-records.js';
import { firstNumberFrom } from './first-number-from.js';

/**
 * What the box's ledger holds about a period of its store. Reads what was written since the period began, and of older
 * visits those whose medicine moved in it: never the store's whole past. Throws `store-damaged`.
 */
export async function gatherEvidence(facility: Facility, period: ReportPeriod): Promise<StockEvidence> {
  const { records: database } = facility.databases;
  const tail: LedgerRecord[] = [];
  const from = await firstNumberFrom(database, startOfDay(period.from));
  let read = from - 1;
  // Until the balances, which live in memory, stand exactly where the reading ended.
  do {
    await readTail(database, read, (record) => {
      read = record.n;
      if (isOfStore(record) && dayOf(record.at) >= period.from) tail.push(record);
    });
  } while (facility.chain.n > read);
  const standing = standingUnits(facility);
  tail.push(...(await lateRecords(facility, period)));
  const opening = balancesBefore(
    standing,
    tail.filter((record) => record.type === 'stock'),
  );
  const within = tail.filter(({ at }) => dayOf(at) <= period.to);
  const older = await olderRecords(facility, within, period);
  const staff = await readPrefixes(
    database,
    lineageOf(facility.box).map((box) => `staff:${box}:`),
  );
  return { ...evidenceOf([...within, ...older, ...staff], period), opening };
}

function isOfStore({ type }: LedgerRecord): boolean {
  return type === 'stock' || type === 'dispense' || type === 'prescription' || type === 'visit';
}

function standingUnits({ stock }: Facility): Map<string, number> {
  const units = new Map<string, number>();
  for (const item of stock.items()) {
    for (const { quantity, ...batch } of stock.allBatches(item))
      units.set(batchKey({ item, ...batch }), quantity);
  }
  return units;
}

/** What a replaced box wrote late: its movements count in the balances too. */
async function lateRecords({ takenIn }: Facility, { from }: ReportPeriod): Promise<LedgerRecord[]> {
  const late = (await takenIn?.readSince(0))?.records ?? [];
  return late.filter((record) => isOfStore(record) && dayOf(record.at) >= from);
}

/** Visits that began before the period and whose medicine moved in it, with what had come back of it before. */
async function olderRecords(
  facility: Facility,
  within: readonly LedgerRecord[],
  { from }: ReportPeriod,
): Promise<LedgerRecord[]> {
  const known = new Set(within.map(({ _id }) => _id));
  const visits = new Set<VisitId>();
  const returned: StockMovement[] = [];
  for (const record of within) {
    const named =
      record.type === 'dispense' ? record._id : record.type === 'stock' ? record.dispense : undefined;
    if (named === undefined || (parseVisitId(visitOf(named))?.day ?? from) >= from) continue;
    visits.add(visitOf(named));
    if (record.type === 'stock' && record.kind === 'return') returned.push(record);
  }
  const found: LedgerRecord[] = [];
  for (const visit of visits) found.push(...(await facility.loadVisit(visit)).filter(isOfStore));
  const { records: database } = facility.databases;
  for (const item of new Set(returned.map((movement) => movement.item))) {
    const dispenses = new Set(returned.filter((one) => one.item === item).map(({ dispense }) => dispense));
    const first = found.filter(({ _id }) => dispenses.has(_id)).map(({ n }) => n);
    const { movements } = await readMovements(database, facility.box, item, { afterN: Math.min(...first) });
    found.push(...movements.filter(({ dispense }) => dispenses.has(dispense)));
  }
  return found.filter(({ _id }) => !known.has(_id));
}
