import { byTime } from '../records/by-time.js';
import type { PatientId } from '../records/ids.js';
import { isKnownAmong } from '../records/one-per-substance.js';
import type { KnownAllergy } from '../records/patient-fold.js';
import type { AllergyRecord } from '../records/people.js';
import type { Facility } from './facility.js';

/**
 * A person's allergies at this moment, oldest first: those that stand under any of the person's numbers, and those that
 * other facilities told of. What was said at another counter must warn here too. Nothing is read from the disk: a list
 * may ask for each of its rows, and a builder of an append sees what was written just before it.
 */
export function knownAllergies(facility: Facility, patient: PatientId): KnownAllergy[] {
  const here = allergiesHere(facility, patient);
  const told = facility.toldAllergies(patient).filter((allergy) => !isKnownAmong(here, allergy));
  return [...here, ...told].sort(byTime);
}

/** Those that stand in this box's own ledger: a kept copy from elsewhere goes again, what is written here stays. */
export function allergiesHere({ allergies, links }: Facility, patient: PatientId): AllergyRecord[] {
  return links.idsOf(patient).flatMap((id) => allergies.of(id));
}
