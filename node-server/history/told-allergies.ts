import type { Words } from '../../records/envelope.js';
import { boxOf, firstBox } from '../../records/ids.js';
import type { KnownAllergy } from '../../records/patient-fold.js';
import { holderName } from './holder-name.js';
import type { KeptHistory } from './kept-histories.js';
import { keptPerson } from './kept-person.js';

/** The allergies in what was brought of a person, each with the facility whose record it is. */
export function toldAllergies({ head, records }: KeptHistory): KnownAllergy[] {
  const allergies = head.patients.flatMap((patient) => keptPerson(patient, records)?.allergies ?? []);
  return allergies.map((allergy) => {
    const code = firstBox(boxOf(allergy._id) ?? '');
    const toldAt: Words = {
      hi: holderName(head.holders, code, 'hi'),
      en: holderName(head.holders, code, 'en'),
    };
    return { ...allergy, toldAt };
  });
}
