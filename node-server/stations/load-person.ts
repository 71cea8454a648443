import { byTime } from '../../records/by-time.js';
import { FacilityError } from '../../records/facility-error.js';
import type { PatientId } from '../../records/ids.js';
import { isKnownAmong } from '../../records/one-per-substance.js';
import { foldPatient, type KnownAllergy, type PatientView } from '../../records/patient-fold.js';
import type { Facility } from '../facility.js';
import { toldAllergies } from '../history/told-allergies.js';

/**
 * A patient, with the allergies that stand under any of the person's numbers, and those that other facilities told of:
 * what was said at another counter must warn here too. Throws `not-found`.
 */
export async function loadPerson(facility: Facility, id: PatientId): Promise<PatientView> {
  const own = foldPatient(await facility.loadPatient(id));
  const others = await Promise.all(
    facility.links.othersOf(id).map((other) => allergiesOf(facility, other.id)),
  );
  const here = [...own.allergies, ...others.flat()];
  const told = (await toldAllergies(facility, id)).filter((allergy) => !isKnownAmong(here, allergy));
  return { ...own, allergies: [...here, ...told].sort(byTime) };
}

/** Those that stand in this box's own ledger: a kept copy from elsewhere goes again, what is written here stays. */
export function allergiesHere({ allergies }: PatientView): KnownAllergy[] {
  return allergies.filter(({ toldAt }) => !toldAt);
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
