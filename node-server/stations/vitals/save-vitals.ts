import type { Station, VitalsRecord } from '../../../records/care.js';
import { checkMove } from '../../../records/check-move.js';
import { FacilityError } from '../../../records/facility-error.js';
import type { StaffId, VisitId } from '../../../records/ids.js';
import { lowestScore } from '../../../records/news2.js';
import { isOpen, presentEntry } from '../../../records/queue-entry.js';
import { foldVisit } from '../../../records/visit-fold.js';
import { nextStation } from '../../../records/workflow.js';
import type { Facility } from '../../facility.js';
import type { Drafting } from '../../store/drafting.js';
import { earlyWarning } from './vitals-view.js';

type Measured = Omit<Partial<VitalsRecord>, 'type' | '_id' | 'n' | 'at' | 'by' | 'v' | 'patient'>;

/**
 * Writes what was measured (null: nothing, on purpose) and sends the visit on, together. At another station than
 * the nurse's the visit stays where it is: a doctor may ask for a second measurement.
 * Throws `conflict` with `params.outcome` `measured-meanwhile` where somebody else was first, else as checkMove.
 */
export function saveVitals(
  facility: Facility,
  by: StaffId,
  visit: VisitId,
  { measured, seen }: { measured: Measured | null; seen: number },
): Promise<{ to: Station | 'finish' | null }> {
  return facility.append({ by, visits: [visit] }, (draft) => {
    const view = foldVisit(draft.recordsOf(visit));
    if (view.vitals.length !== seen) {
      throw new FacilityError('conflict', 'Somebody else has entered vitals meanwhile.', {
        params: { outcome: 'measured-meanwhile', seen: view.vitals.length },
      });
    }
    const entry = presentEntry(view.entry, draft.day);
    const to = entry?.station === 'vitals' ? nextStation(facility.workflow, view) : null;
    const { patient } = view;
    const step =
      to === 'finish' ? ({ action: 'finish' } as const) : { action: 'transfer' as const, to: to ?? 'doctor' };
    if (to !== null || !entry) checkMove(entry, { ...step, station: 'vitals' });
    else checkMove(entry, { action: 'prioritise', station: entry.station, priority: 'none' });
    if (measured) draft.part(visit, 'vitals', { patient, ...measured });
    if (measured) giveFirstPlace(facility, draft, visit);
    if (to !== null) {
      draft.part(visit, 'move', {
        patient,
        station: 'vitals',
        ...step,
        ...(measured ? {} : { reason: 'no vitals' }),
      });
    }
    return { to };
  });
}

/** Who is as ill as the early-warning score says goes first, without anybody pressing a button; a nurse may take it back. */
function giveFirstPlace(facility: Facility, draft: Drafting, visit: VisitId): void {
  const { patient, latestVitals, station, entry } = foldVisit(draft.recordsOf(visit));
  const person = facility.patients.get(patient);
  if (!person || !latestVitals || !isOpen(entry) || entry.priority === 'emergency') return;
  const total = lowestScore(earlyWarning(latestVitals, person));
  if (total < facility.reference.vitals.news2.emergency) return;
  const step = { action: 'prioritise', station, priority: 'emergency' } as const;
  checkMove(presentEntry(entry, draft.day), step);
  draft.part(visit, 'move', { patient, ...step, reason: scoreReason(total) });
}

/** What stands in the step that the score itself took. */
export function scoreReason(total: number): string {
  return `NEWS2 ${total}`;
}
