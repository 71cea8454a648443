import { matchAllergies } from '../../../records/allergy-match.js';
import type { VisitId } from '../../../records/ids.js';
import { isSevere } from '../../../records/one-per-substance.js';
import { foldVisit, type VisitView } from '../../../records/visit-fold.js';
import type { Translate } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import { knownAllergies } from '../../known-allergies.js';
import type { RowMark } from '../queue/queue-row.js';
import { linesInForce } from './dispense-line.js';
import { allergiesOf } from './plan-dispense.js';

/** Marks those of the visits that have a medicine still to give against which an allergy of the patient speaks. */
export async function allergyMarks(
  facility: Facility,
  visits: readonly VisitId[],
  mayKnow: (view: VisitView) => boolean,
  t: Translate,
): Promise<Map<VisitId, RowMark>> {
  const marks = new Map<VisitId, RowMark>();
  await Promise.all(
    visits.map(async (visit) => {
      const view = foldVisit(await facility.loadVisit(visit));
      const mark = view.openLines > 0 && mayKnow(view) ? markOf(facility, view, t) : null;
      if (mark) marks.set(visit, mark);
    }),
  );
  return marks;
}

function markOf(facility: Facility, view: VisitView, t: Translate): RowMark | null {
  const standing = matchAllergies(knownAllergies(facility, view.patient), facility.reference);
  const found = linesInForce(view)
    .filter((line) => line.view.open > 0)
    .flatMap((line) => allergiesOf(facility, line, line.view.line.drug ?? '', standing));
  if (found.length === 0) return null;
  const severe = found.some((allergy) => isSevere(allergy) && !allergy.gone);
  return {
    word: t(severe ? 'pharmacy.allergy.markSevere' : 'pharmacy.allergy.mark'),
    tone: severe ? 'danger' : 'warn',
  };
}
