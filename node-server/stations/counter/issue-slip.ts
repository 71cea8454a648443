import type { Station, VisitRecord } from '../../../records/care.js';
import { FacilityError } from '../../../records/facility-error.js';
import type { PatientId, VisitId } from '../../../records/ids.js';
import type { Priority } from '../../../records/people.js';
import type { Facility } from '../../facility.js';
import { eachOnce, openVisitOfPerson } from '../../one-person.js';
import type { AppendOptions } from '../../store/ledger.js';

/** What the counter decides of a visit; the first station and the patient's own category where it says nothing. */
export interface SlipChoice {
  station?: Station;
  priority?: Priority | 'none';
  reason?: string;
}

export interface IssuedSlip {
  visit: VisitId;
  /** the patient has an unfinished visit today: that one is given, and no second token */
  standing: boolean;
}

/** Gives a known patient a token of today. Throws `not-found`. */
export async function issueSlip(
  facility: Facility,
  saving: AppendOptions,
  patient: PatientId,
  choice: SlipChoice = {},
): Promise<IssuedSlip> {
  return facility.append(saving, (draft) => {
    const known = facility.patients.get(patient);
    const [person] = known ? eachOnce(facility, [known]) : [];
    if (!person) throw new FacilityError('not-found', 'There is no such patient.');
    const standing = openVisitOfPerson(facility, patient);
    if (standing) return { visit: standing.visit, standing: true };
    const kind = person.visits > 0 ? 'returning' : 'new';
    // Earlier versions took that word of anybody.
    const isWrong = person.category === 'pregnant' && person.sex === 'male';
    const fields = visitFields(facility, choice, isWrong ? undefined : person.category);
    return { visit: draft.visit({ patient, kind, ...fields })._id, standing: false };
  });
}

export function visitFields(
  facility: Facility,
  { station, priority, reason }: SlipChoice,
  category: Priority | undefined,
): Pick<VisitRecord, 'station' | 'priority' | 'reason'> {
  const first = facility.workflow.stations[0]?.id ?? 'doctor';
  const counted = priority === 'none' ? undefined : (priority ?? category);
  return { station: station ?? first, ...(counted && { priority: counted }), ...(reason && { reason }) };
}
