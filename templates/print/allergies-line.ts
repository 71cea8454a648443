import { isSevere, onePerSubstance } from '../../records/one-per-substance.js';
import type { Allergy } from '../../records/people.js';
import type { Labels } from './labels.js';

/** `Penicillin (severe), Sulpha`: severe ones first. */
export function allergiesLine(allergies: readonly Allergy[], words: Labels): string {
  return onePerSubstance(allergies)
    .map((allergy) =>
      isSevere(allergy) ? `${allergy.substance} (${words.label('severe')})` : allergy.substance,
    )
    .join(', ');
}
