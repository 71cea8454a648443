import { abhaChecks } from '../../../records/abha.js';
import type { PatientId, VisitId } from '../../../records/ids.js';
import type { LikelyDuplicate } from '../../../records/patient-directory.js';
import type { Demographics } from '../../../records/people.js';
import type { Facility } from '../../facility.js';
import type { Drafting } from '../../store/drafting.js';
import type { AppendOptions } from '../../store/ledger.js';
import { visitFields, type SlipChoice } from './issue-slip.js';

/** What the clerk has been shown and has decided about. */
export interface Seen {
  /** ids of likely duplicates that are somebody else */
  patients: string[];
  /** an ABHA number whose check digit fails and that stands so on the card */
  abha?: string;
}

export type Registration =
  | { kind: 'issued'; visit: VisitId }
  /** nothing was written: another counter has registered the number a moment ago */
  | { kind: 'known'; patient: PatientId }
  /** nothing was written: there is something to look at first */
  | { kind: 'look'; duplicates: LikelyDuplicate[] };

/** The id that the patient has of another facility, and keeps. */
export interface KeptNumber {
  patient: PatientId;
  /** what is written beside it */
  beside: (draft: Drafting) => void;
}

/**
 * Registers a new person with a token, in one write. Likely duplicates are looked for while writing, so that of two
 * counters that register one person at the same moment the second is shown what the first has just done.
 */
export function registerPatient(
  facility: Facility,
  saving: AppendOptions,
  person: Demographics,
  choice: SlipChoice,
  seen: Seen,
  kept?: KeptNumber,
): Promise<Registration> {
  const { abha } = person;
  const abhaDoubt = abha !== undefined && abha !== seen.abha && !abhaChecks(abha);
  return facility.append(saving, (draft): Registration => {
    if (kept && facility.patients.get(kept.patient)) return { kind: 'known', patient: kept.patient };
    const duplicates = facility.patients.likelyDuplicates(person);
    const unseen = duplicates.some(({ patient }) => !seen.patients.includes(patient.id));
    if (unseen || abhaDoubt) return { kind: 'look', duplicates };
    const patient = kept?.patient ?? draft.patient(person)._id;
    if (kept) {
      draft.patientPart(patient, 'patient-amendment', { set: person });
      kept.beside(draft);
    }
    const fields = visitFields(facility, choice, person.category);
    return { kind: 'issued', visit: draft.visit({ patient, kind: 'new', ...fields })._id };
  });
}
