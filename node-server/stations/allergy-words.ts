import type { Allergy } from '../../records/people.js';
import { isSevere, onePerSubstance } from '../../records/one-per-substance.js';
import type { Translate } from '../../templates/locale.js';

/** Allergies as pages name them, each substance once, severe ones first and said to be so. */
export function allergyWords(allergies: readonly Allergy[], t: Translate): string[] {
  return onePerSubstance(allergies).map((allergy) => substanceWords(allergy, t));
}

/** `Penicillin (severe)` */
export function substanceWords(allergy: Allergy, t: Translate): string {
  const { substance } = allergy;
  return isSevere(allergy) ? t('common.severeAllergy', { substance }) : substance;
}
