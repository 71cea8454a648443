import { byTime } from '../by-time.js';
import { visitOf, type StaffId, type VisitId } from '../ids.js';
import type { ReportPeriod } from '../reports/report-period.js';
import type { MovementKind, StockMovement } from '../supply.js';
import { batchKey, isWithin, itemOfKey, type StockEvidence } from './evidence.js';

/** One movement and what it did. */
export interface TracedMovement {
  /** the stock record */
  record: string;
  at: string;
  by: StaffId;
  kind: MovementKind;
  batch: string;
  expiry: string;
  change: number;
  /** units of the batch before it, and of the batch and of all batches after it; expired ones count, they stand there */
  before: number;
  batchAfter: number;
  after: number;
  reason?: string;
  source?: string;
  dispense?: string;
  visit?: VisitId;
  /** the prescription that the dispensing names */
  prescription?: string;
}

/** An item over a period: the closing balance is the opening one and all changes. */
export interface ItemTrace {
  item: string;
  opening: number;
  movements: TracedMovement[];
  closing: number;
}

export interface TraceFilter {
  item?: string | undefined;
  batch?: string | undefined;
}

/** What names no batch is of the whole item. */
export function isWanted({ item, batch }: TraceFilter, one: { item: string; batch?: string }): boolean {
  return (item ?? one.item) === one.item && (batch ?? one.batch) === one.batch;
}

/** A store over a period, traced once for all that is told of it. */
export interface TracedStock {
  evidence: StockEvidence;
  period: ReportPeriod;
  filter: TraceFilter;
  items: ItemTrace[];
}

/** Each item that had stock in the period or that moved in it, by code; the movements in the order they were written. */
export function traceStock(
  evidence: StockEvidence,
  period: ReportPeriod,
  filter: TraceFilter = {},
): TracedStock {
  const prescriptions = new Map(evidence.dispenses.map(({ _id, prescription }) => [_id, prescription]));
  const balances = new Map<string, number>();
  const traces = new Map<string, ItemTrace>();
  const traceOf = (item: string): ItemTrace => {
    const trace = traces.get(item) ?? { item, opening: 0, movements: [], closing: 0 };
    traces.set(item, trace);
    return trace;
  };
  for (const [key, units] of evidence.opening) {
    const item = itemOfKey(key);
    if (units === 0 || !isWanted(filter, { item, batch: key.slice(key.lastIndexOf('\n') + 1) })) continue;
    balances.set(key, units);
    const trace = traceOf(item);
    trace.opening += units;
    trace.closing += units;
  }
  for (const movement of [...evidence.movements].sort(byTime)) {
    if (!isWithin(movement, period) || !isWanted(filter, movement)) continue;
    const key = batchKey(movement);
    const trace = traceOf(movement.item);
    const before = balances.get(key) ?? 0;
    balances.set(key, before + movement.change);
    trace.closing += movement.change;
    trace.movements.push({
      ...tracedFields(movement, prescriptions),
      ...{ before, batchAfter: before + movement.change, after: trace.closing },
    });
  }
  const items = [...traces.values()].sort((a, b) => (a.item < b.item ? -1 : 1));
  return { evidence, period, filter, items };
}

function tracedFields(
  { _id, at, by, kind, batch, expiry, change, reason, source, dispense }: StockMovement,
  prescriptions: ReadonlyMap<string, string>,
): Omit<TracedMovement, 'before' | 'batchAfter' | 'after'> {
  const prescription = dispense === undefined ? undefined : prescriptions.get(dispense);
  return {
    ...{ record: _id, at, by, kind, batch, expiry, change },
    ...(reason !== undefined && { reason }),
    ...(source !== undefined && { source }),
    ...(dispense !== undefined && { dispense, visit: visitOf(dispense) }),
    ...(prescription !== undefined && { prescription }),
  };
}
