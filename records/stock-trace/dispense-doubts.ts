import { byTime } from '../by-time.js';
import type { DispenseLine, DispenseRecord, PrescriptionRecord } from '../care.js';
import type { Envelope } from '../envelope.js';
import { unitsFor } from '../exact-share.js';
import { visitOf, type VisitId } from '../ids.js';
import { viewPrescriptions } from '../prescription-view.js';
import { isWithin, type StockEvidence } from './evidence.js';
import type { DoubtKind, StockDoubt } from './stock-doubt.js';
import { isWanted, type TracedStock } from './trace-stock.js';

/** What does not add up between movements, dispensings and prescriptions. */
export function* dispenseDoubts(stock: TracedStock): Iterable<StockDoubt> {
  const { evidence, period, filter } = stock;
  yield* withoutRecord(stock);
  const moved = movedUnits(evidence);
  const prescriptions = byVisit(evidence.prescriptions);
  const dispenses = byVisit(evidence.dispenses);
  for (const dispense of evidence.dispenses) {
    if (!isWithin(dispense, period)) continue;
    const visit = visitOf(dispense._id);
    const earlier = (dispenses.get(visit) ?? []).filter((other) => byTime(other, dispense) < 0);
    const signed = (prescriptions.get(visit) ?? []).filter((one) => byTime(one, dispense) < 0);
    const doubts = [...unlikeMovements(dispense, moved), ...unlikePrescription(dispense, signed, earlier)];
    yield* doubts.filter((doubt) => isWanted(filter, doubt));
  }
}

/** Movements that name no dispensing, or one that is not there or gave nothing of the batch. */
function* withoutRecord({ evidence, period, filter }: TracedStock): Iterable<StockDoubt> {
  const { movements, dispenses } = evidence;
  const lines = new Set(
    dispenses.flatMap(({ _id, lines }) => lines.map((line) => lineKey(_id, line.drug, line.batch))),
  );
  for (const { _id, at, by, kind, item, batch, change, dispense } of movements) {
    if (kind !== 'dispense' || !isWithin({ at }, period) || !isWanted(filter, { item, batch })) continue;
    if (dispense !== undefined && lines.has(lineKey(dispense, item, batch))) continue;
    yield {
      ...{ kind: 'no-dispense-record', at, by, item, batch, record: _id },
      ...(dispense !== undefined && { visit: visitOf(dispense) }),
      ...{ expected: 0, found: -change },
    };
  }
}

/** A dispensing names no expiry: its batches are held against the movements by item and number. */
function* unlikeMovements(
  dispense: DispenseRecord,
  moved: ReadonlyMap<string, number>,
): Iterable<StockDoubt> {
  const given = new Map<string, DispenseLine>();
  for (const line of dispense.lines) {
    const key = lineKey(dispense._id, line.drug, line.batch);
    given.set(key, { ...line, quantity: line.quantity + (given.get(key)?.quantity ?? 0) });
  }
  for (const [key, { drug, batch, quantity }] of given) {
    const units = moved.get(key);
    if (units === undefined)
      yield doubtOf(dispense, 'no-movement', { drug, batch, expected: quantity, found: 0 });
    else if (units !== quantity)
      yield doubtOf(dispense, 'quantity-differs', { drug, batch, expected: quantity, found: units });
  }
}

/** @param earlier what the visit was given before this dispensing */
function* unlikePrescription(
  dispense: DispenseRecord,
  signed: PrescriptionRecord[],
  earlier: DispenseRecord[],
): Iterable<StockDoubt> {
  const inForce = viewPrescriptions(signed, earlier).find(
    ({ prescription }) => prescription._id === dispense.prescription,
  );
  const checked = new Set<string>();
  for (const line of dispense.lines) {
    const { drug, batch } = line;
    const same = dispense.lines.filter((other) => other.line === line.line && other.drug === drug);
    if (checked.has(`${line.line} ${drug}`)) continue;
    checked.add(`${line.line} ${drug}`);
    const found = same.reduce((sum, { quantity }) => sum + quantity, 0);
    const prescribed = inForce?.lines.find((one) => one.line.line === line.line);
    const stood = line.substitute?.for ?? drug;
    if (!prescribed?.line.drug || prescribed.line.drug !== stood) {
      yield doubtOf(dispense, 'no-prescription', { drug, batch, expected: 0, found });
      continue;
    }
    const expected = unitsFor(prescribed.rest, line.substitute?.ratio);
    if (found > expected) yield doubtOf(dispense, 'more-than-prescribed', { drug, batch, expected, found });
  }
}

function doubtOf(
  { _id, at, by }: DispenseRecord,
  kind: DoubtKind,
  { drug, batch, expected, found }: { drug: string; batch: string; expected: number; found: number },
): StockDoubt {
  return { kind, at, by, item: drug, batch, record: _id, visit: visitOf(_id), expected, found };
}

/** Units that left for each line of a dispensing. */
function movedUnits({ movements }: StockEvidence): Map<string, number> {
  const moved = new Map<string, number>();
  for (const { kind, dispense, item, batch, change } of movements) {
    if (kind !== 'dispense' || dispense === undefined) continue;
    const key = lineKey(dispense, item, batch);
    moved.set(key, (moved.get(key) ?? 0) - change);
  }
  return moved;
}

function byVisit<R extends Envelope>(records: readonly R[]): Map<VisitId, R[]> {
  const found = new Map<VisitId, R[]>();
  for (const record of records) {
    const visit = visitOf(record._id);
    const standing = found.get(visit);
    if (standing) standing.push(record);
    else found.set(visit, [record]);
  }
  return found;
}

function lineKey(dispense: string, item: string, batch: string): string {
  return `${dispense}\n${item}\n${batch}`;
}
