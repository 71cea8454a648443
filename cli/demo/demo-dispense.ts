import type { DispenseLine, PrescriptionLine } from '../../records/care.js';
import type { PatientId, VisitId } from '../../records/ids.js';
import type { StockFold } from '../../records/stock-fold.js';
import type { Facility } from '../../node-server/facility.js';

type Drafting = Parameters<Parameters<Facility['append']>[1]>[0];

/** Gives what there is, earliest expiry first, and takes it out of stock. */
export function dispenseAll(
  draft: Drafting,
  stock: StockFold,
  visit: VisitId,
  patient: PatientId,
  lines: PrescriptionLine[],
): void {
  const given: (DispenseLine & { expiry: string })[] = [];
  for (const { line, drug, quantity } of lines) {
    if (!drug) continue;
    for (const batch of stock.allocate(drug, quantity, draft.day).lines) {
      given.push({ line, drug, batch: batch.batch, expiry: batch.expiry, quantity: batch.quantity });
    }
  }
  const closed = lines
    .filter(({ line, quantity }) => quantity > sum(given.filter((one) => one.line === line)))
    .map(({ line }) => ({ line, reason: 'nil-stock' }));
  if (given.length + closed.length === 0) return;
  const dispense = draft.part(visit, 'dispense', {
    patient,
    prescription: `${visit}:rx:1`,
    lines: given.map(({ expiry: _expiry, ...line }) => line),
    ...(closed.length > 0 ? { closed } : {}),
  });
  for (const { drug, batch, expiry, quantity } of given) {
    draft.stock({ item: drug, batch, expiry, change: -quantity, kind: 'dispense', dispense: dispense._id });
  }
}

function sum(lines: { quantity: number }[]): number {
  return lines.reduce((total, { quantity }) => total + quantity, 0);
}
