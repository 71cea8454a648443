import { comparedPerson, type ComparedPerson } from './compared-person.js';
import { NameShares } from './name-shares.js';
import { pairEvidence } from './pair-evidence.js';
import type { NumberOwner } from '../number-owner.js';

/** Particulars by which somebody at a counter sees that a card is another person's. */
export const TELLING = ['name', 'sex', 'age'] as const;
export type PlainDifference = (typeof TELLING)[number];

/** How common a name is tells nothing of whether two spellings are one name. */
const NO_SHARES = new NameShares();

/**
 * In what two people plainly differ, by the rules that propose duplicates: not in how a name is spelled or in which
 * script, not by the years by which told ages are off, and not in what one of the two leaves out. `year`: the present.
 */
export function plainDifferences(one: NumberOwner, other: NumberOwner, year: number): PlainDifference[] {
  const [a, b] = [withoutBirthday(one), withoutBirthday(other)];
  const { name, age, sex } = pairEvidence(a, b, { shares: NO_SHARES, people: 1, year });
  const differs: Record<PlainDifference, boolean> = {
    name: name.agrees === false,
    sex: sex.same < sex.stranger,
    age: age.agrees === false,
  };
  return TELLING.filter((one) => differs[one]);
}

/** Days of birth are mistyped; that the years are far apart is plain. */
function withoutBirthday(person: NumberOwner): ComparedPerson {
  const { birthday: _, ...compared } = comparedPerson(person);
  return compared;
}
