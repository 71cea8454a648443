import type { PatientId } from '../../records/ids.js';
import { foldPatient, type PatientView } from '../../records/patient-fold.js';
import type { Facility } from '../facility.js';
import { knownAllergies } from '../known-allergies.js';

/** A patient, with the allergies of the person: see `knownAllergies`. Throws `not-found`. */
export async function loadPerson(facility: Facility, id: PatientId): Promise<PatientView> {
  const own = foldPatient(await facility.loadPatient(id));
  return { ...own, allergies: knownAllergies(facility, id) };
}
