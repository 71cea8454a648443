import type { Words } from '../../records/envelope.js';
import { boxOf, firstBox, type PatientId } from '../../records/ids.js';
import type { KnownAllergy } from '../../records/patient-fold.js';
import type { Facility } from '../facility.js';
import { holderName } from './holder-name.js';
import type { KeptHistory } from './kept-histories.js';
import { keptPerson } from './kept-person.js';

/**
 * Allergies of a person that other facilities know, from what is kept here of their records: with or without a line,
 * until the kept copy's time is over or its consent is withdrawn.
 */
export async function toldAllergies(facility: Facility, patient: PatientId): Promise<KnownAllergy[]> {
  const kept = await facility.keptHistory(patient);
  return kept ? allergiesIn(kept, facility) : [];
}

function allergiesIn({ head, records }: KeptHistory, { box }: Facility): KnownAllergy[] {
  const allergies = head.patients.flatMap((patient) => keptPerson(patient, records)?.allergies ?? []);
  return allergies.flatMap((allergy) => {
    const code = firstBox(boxOf(allergy._id) ?? '');
    // Those of this house stand in its own ledger, as they stand today.
    if (code === firstBox(box)) return [];
    const toldAt: Words = {
      hi: holderName(head.holders, code, 'hi'),
      en: holderName(head.holders, code, 'en'),
    };
    return { ...allergy, toldAt };
  });
}
