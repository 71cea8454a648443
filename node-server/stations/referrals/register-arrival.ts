import { FacilityError } from '../../../records/facility-error.js';
import type { ReferralIn } from '../../../records/inbox-referral.js';
import type { PatientId, VisitId } from '../../../records/ids.js';
import type { KnownPatient, LikelyDuplicate } from '../../../records/patient-directory.js';
import type { Allergy, Demographics } from '../../../records/people.js';
import { isKnownAmong } from '../../../records/one-per-substance.js';
import { summaryAllergies } from '../../../records/summary-allergies.js';
import type { Facility } from '../../facility.js';
import { allergiesHere } from '../../known-allergies.js';
import { openVisitOfPerson } from '../../one-person.js';
import { visitFields, type SlipChoice } from '../counter/issue-slip.js';
import type { Drafting } from '../../store/drafting.js';
import type { AppendOptions } from '../../store/ledger.js';
import { draftAnswer } from '../../referrals/answer-referral.js';

export interface Arrival {
  received: ReferralIn;
  /** the particulars as the clerk has checked them; absent where the patient is known here */
  person?: Demographics;
  /** the patient, as registered here before */
  here?: PatientId;
  choice: SlipChoice;
  /** ids of likely duplicates that were shown and are somebody else */
  seen: readonly string[];
}

export type ArrivalOutcome =
  | { kind: 'arrived'; visit: VisitId }
  /** nothing was written: one of these may be the patient */
  | { kind: 'look'; duplicates: LikelyDuplicate[] };

/** The patient of a referral as this box knows them already, under whichever id; null where it does not. */
export function knownHere(facility: Facility, { patient }: Pick<ReferralIn, 'patient'>): KnownPatient | null {
  const { patients, links } = facility;
  const ids = [patients.idHere(patient), ...links.idsOf(patient)];
  return ids.map((id) => patients.get(id)).find((known) => known !== null) ?? null;
}

/**
 * The patient of a referral has come: particulars, token and the word to the sender in one write. The id of the home
 * facility stays the patient's id; where they were registered here before under another, that one goes on and the
 * answer ties the two. Allergies that the sender named are put on the patient's list: what is prescribed here is
 * checked against it. A visit of today that is open is taken, and no second token given.
 * Throws `conflict` (`answered-meanwhile`), `not-found`.
 */
export function registerArrival(
  facility: Facility,
  saving: AppendOptions,
  arrival: Arrival,
): Promise<ArrivalOutcome> {
  const { received, person, here, seen } = arrival;
  return facility.append(saving, (draft): ArrivalOutcome => {
    const known = here === undefined ? knownHere(facility, received) : facility.patients.get(here);
    if (!known && (here !== undefined || !person)) {
      throw new FacilityError('not-found', 'There is no such patient.');
    }
    if (!known && person) {
      const duplicates = facility.patients.likelyDuplicates(person);
      if (duplicates.some(({ patient }) => !seen.includes(patient.id))) return { kind: 'look', duplicates };
      draft.patientPart(received.patient, 'patient-amendment', { set: person });
    }
    const patient = known?.id ?? received.patient;
    for (const allergy of newAllergies(facility, arrival, known))
      draft.patientPart(patient, 'allergy', allergy);
    const visit = visitOfToday(facility, draft, patient, known, arrival);
    draftAnswer(facility, draft, saving.by, {
      ...{ referral: received.referral, patient: received.patient, status: 'arrived', visit },
      ...(patient !== received.patient && { knownAs: patient }),
    });
    return { kind: 'arrived', visit };
  });
}

/** What the sender named and this box does not know yet. */
function newAllergies(
  facility: Facility,
  { received }: Arrival,
  known: Pick<KnownPatient, 'id'> | null,
): Allergy[] {
  const standing = known ? allergiesHere(facility, known.id) : [];
  return summaryAllergies(received.summary).filter((allergy) => !isKnownAmong(standing, allergy));
}

function visitOfToday(
  facility: Facility,
  draft: Drafting,
  patient: PatientId,
  known: KnownPatient | null,
  { choice, person }: Arrival,
): VisitId {
  const standing = openVisitOfPerson(facility, patient);
  if (standing) return standing.visit;
  const kind = known && known.visits > 0 ? 'returning' : 'new';
  const fields = visitFields(facility, choice, known?.category ?? person?.category);
  return draft.visit({ patient, kind, ...fields })._id;
}
