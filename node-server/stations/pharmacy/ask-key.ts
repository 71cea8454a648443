import { isSevere } from '../../../records/one-per-substance.js';
import type { Allergy } from '../../../records/people.js';

export const ASK_KEY_LENGTH = 2000;

/** What a tick is for: one that was set for another drug, or before another allergy came to light, says nothing of it. */
export function askKey(drug: string, allergies: readonly Allergy[]): string {
  return [drug, ...allergies.map((allergy) => allergy.substance + (isSevere(allergy) ? '!' : ''))]
    .join('~')
    .slice(0, ASK_KEY_LENGTH);
}
