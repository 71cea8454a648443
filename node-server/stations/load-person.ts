import { byTime } from '../../records/by-time.js';
import { FacilityError } from '../../records/facility-error.js';
import type { PatientId } from '../../records/ids.js';
import { foldPatient, type PatientView } from '../../records/patient-fold.js';
import type { Facility } from '../facility.js';

/**
 * A patient, with the allergies that stand under any of the person's numbers: what was told at another counter must
 * warn here too. Throws `not-found`.
 */
export async function loadPerson(facility: Facility, id: PatientId): Promise<PatientView> {
  const own = foldPatient(await facility.loadPatient(id));
  const others = await Promise.all(
    facility.links.othersOf(id).map((other) => allergiesOf(facility, other.id)),
  );
  return { ...own, allergies: [...own.allergies, ...others.flat()].sort(byTime) };
}

/** A number that another facility gave may be known here by name only. */
async function allergiesOf(facility: Facility, id: PatientId): Promise<PatientView['allergies']> {
  try {
    return foldPatient(await facility.loadPatient(id)).allergies;
  } catch (error) {
    if (error instanceof FacilityError && error.code === 'not-found') return [];
    throw error;
  }
}
