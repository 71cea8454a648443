import type { Allergy } from './people.js';

/** The same substance may be written down twice, once as severe: each once, as it is at its worst, severe ones first. */
export function onePerSubstance<A extends Allergy>(allergies: readonly A[]): A[] {
  const severeFirst = allergies.toSorted((a, b) => Number(isSevere(b)) - Number(isSevere(a)));
  return severeFirst.filter(
    (one, i) => severeFirst.findIndex((other) => substanceOf(other) === substanceOf(one)) === i,
  );
}

/** By this two mentions are of one substance. */
export function substanceOf({ substance }: Pick<Allergy, 'substance'>): string {
  return substance.toLowerCase();
}

export function isSevere({ severity }: Allergy): boolean {
  return severity === 'severe';
}

/** Whether an allergy is among those known, and no milder there. */
export function isKnownAmong(known: readonly Allergy[], allergy: Allergy): boolean {
  return known.some(
    (one) => substanceOf(one) === substanceOf(allergy) && (isSevere(one) || !isSevere(allergy)),
  );
}
