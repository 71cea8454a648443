import { matchAllergies } from '../../../records/allergy-match.js';
import { FacilityError } from '../../../records/facility-error.js';
import type { StaffId, VisitId } from '../../../records/ids.js';
import type { StockMovement } from '../../../records/supply.js';
import { COMES_BACK } from '../../../records/queue-entry.js';
import { foldVisit } from '../../../records/visit-fold.js';
import type { Facility } from '../../facility.js';
import { knownAllergies } from '../../known-allergies.js';
import { isAt } from '../is-at.js';
import type { DispenseValues } from './dispense-form.js';
import { inForceKey } from './dispense-line.js';
import { planDispense, type PlannedBatch } from './plan-dispense.js';

export interface Dispensed {
  token: number;
  /** units given */
  given: number;
  /** lines with something still to give */
  openLines: number;
  move: 'finish' | 'hold' | null;
}

/**
 * Writes what was given, the stock that it leaves, the lines that are closed, and the visit's end (or its hold,
 * when the patient comes back), together. Throws `bad-input` with fields; `conflict` with outcome `superseded`
 * where the doctor has signed another prescription since the page was shown.
 */
export function saveDispense(
  facility: Facility,
  by: StaffId,
  visit: VisitId,
  values: DispenseValues,
): Promise<Dispensed> {
  const later = values['go'] === 'later';
  return facility.append({ by, visits: [visit] }, (draft) => {
    const view = foldVisit(draft.recordsOf(visit));
    if (inForceKey(view) !== (values['rx'] ?? '')) {
      throw new FacilityError('conflict', 'The prescription was changed meanwhile.', {
        params: { outcome: 'superseded' },
      });
    }
    const { patient } = view;
    // Known as they stand at this moment: one that was written down since the page was sent wants its question too.
    const allergies = matchAllergies(knownAllergies(facility, patient), facility.reference);
    const plan = planDispense({ facility, view, values, later, day: draft.day, allergies });
    if (plan.errors.length > 0) throw badInput(plan.errors);
    checkStock(
      facility,
      plan.dispenses.flatMap(({ lines }) => lines),
      draft.day,
    );
    for (const { prescription, lines, closed, asked } of plan.dispenses) {
      const dispense = draft.part(visit, 'dispense', {
        patient,
        prescription,
        lines: lines.map(({ expiry: _expiry, field: _field, ...line }) => line),
        ...(closed.length > 0 && { closed }),
        ...(asked.length > 0 && { asked }),
      });
      for (const line of lines) draft.stock({ ...movement(line), dispense: dispense._id });
    }
    const after = foldVisit(draft.recordsOf(visit));
    const move = !isAt(after, 'pharmacy') ? null : !later ? 'finish' : after.state === 'held' ? null : 'hold';
    if (move) {
      const reason = move === 'hold' ? { reason: COMES_BACK } : {};
      draft.part(visit, 'move', { patient, station: 'pharmacy', action: move, ...reason });
    }
    const given = plan.dispenses
      .flatMap(({ lines }) => lines)
      .reduce((sum, { quantity }) => sum + quantity, 0);
    return { token: view.token, given, openLines: after.openLines, move };
  });
}

/** Two lines may take from one batch: together they may not take more than it holds. */
function checkStock(facility: Facility, lines: PlannedBatch[], day: string): void {
  try {
    facility.stock.checkMovements(lines.map(movement), day);
  } catch (error) {
    if (!(error instanceof FacilityError) || error.code !== 'stock-short') throw error;
    const { item, batch, available = 0 } = error.params;
    const line = lines.findLast((one) => one.drug === item && one.batch === batch);
    throw badInput([{ field: line?.field ?? 'quantity', code: 'stockHas', params: { available } }]);
  }
}

function movement({
  drug,
  batch,
  expiry,
  quantity,
}: PlannedBatch): Pick<StockMovement, 'item' | 'batch' | 'expiry' | 'change' | 'kind'> {
  return { item: drug, batch, expiry, change: -quantity, kind: 'dispense' };
}

function badInput(fields: FacilityError['fields']): FacilityError {
  return new FacilityError('bad-input', 'The dispensing has wrong fields.', { fields });
}
