import { FacilityError } from '../../../records/facility-error.js';
import { patientOf, visitOf, type PatientId, type StaffId, type VisitId } from '../../../records/ids.js';
import { isKnownAmong, substanceOf } from '../../../records/one-per-substance.js';
import type { Allergy } from '../../../records/people.js';
import { foldPatient } from '../../../records/patient-fold.js';
import { foldVisit } from '../../../records/visit-fold.js';
import type { Facility } from '../../facility.js';
import { allergiesHere } from '../../known-allergies.js';

/** The doctor has seen a critical result. A second time changes nothing; throws `not-found`. */
export async function acknowledge(facility: Facility, by: StaffId, result: string): Promise<VisitId> {
  const visit = visitOf(result);
  await facility.append({ by, visits: [visit] }, (draft) => {
    const records = draft.recordsOf(visit);
    const known = records.find(({ _id }) => _id === result);
    if (known?.type !== 'lab-result') throw new FacilityError('not-found', 'There is no such result.');
    const waits = foldVisit(records).unacknowledged.some(({ _id }) => _id === result);
    if (waits) draft.part(visit, 'lab-ack', { patient: known.patient, result });
  });
  return visit;
}

export interface TypedAllergy {
  substance: string;
  reaction: string;
  severity: string;
}

/** Puts an allergy on the patient's list at once, also where nothing is ever signed. A second time changes nothing, but that it is severe. */
export async function addAllergy(
  facility: Facility,
  by: StaffId,
  patient: PatientId,
  { substance, reaction, severity }: TypedAllergy,
): Promise<void> {
  const allergy: Allergy = {
    substance,
    ...(severity === 'mild' || severity === 'severe' ? { severity } : {}),
  };
  await facility.append({ by }, (draft) => {
    const standing = allergiesHere(facility, patient);
    if (isKnownAmong(standing, allergy)) return;
    // It was written down as milder: under this number the new record takes that one's place.
    const milder = standing.find(
      (one) => substanceOf(one) === substanceOf(allergy) && patientOf(one._id) === patient,
    );
    draft.patientPart(patient, 'allergy', {
      ...allergy,
      ...(reaction ? { reaction } : {}),
      ...(milder ? { corrects: milder._id } : {}),
    });
  });
}

/** Takes an allergy off the list; the record stays readable. Throws `not-found`. */
export async function refuteAllergy(
  facility: Facility,
  by: StaffId,
  patient: PatientId,
  allergy: string,
): Promise<void> {
  // It may stand under another number of the same person: there it is taken off.
  const owner = patientOf(allergy);
  if (!facility.links.idsOf(patient).includes(owner)) throw noSuchAllergy();
  const records = await facility.loadPatient(owner);
  const wrong = records.find(({ _id }) => _id === allergy);
  if (wrong?.type !== 'allergy') throw noSuchAllergy();
  if (!foldPatient(records).allergies.some(({ _id }) => _id === allergy)) return;
  await facility.append({ by }, (draft) => {
    draft.patientPart(owner, 'allergy', { substance: wrong.substance, corrects: allergy, refuted: true });
  });
}

function noSuchAllergy(): FacilityError {
  return new FacilityError('not-found', 'There is no such allergy.');
}
