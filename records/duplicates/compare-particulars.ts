import type { Demographics } from '../people.js';
import { comparedPerson } from './compared-person.js';
import { judgePair } from './judge-pair.js';
import { NameShares } from './name-shares.js';

/** Particulars by which people tell whether two registrations are one person. */
export const COMPARED_FIELDS = [
  'name',
  'sex',
  'birthDate',
  'relative',
  'village',
  'mobile',
  'abha',
] as const satisfies (keyof Demographics)[];

export type ComparedField = (typeof COMPARED_FIELDS)[number];
/** `unknown`: one of the two does not say it. */
export type Likeness = 'agrees' | 'differs' | 'unknown';

/** Nobody is counted here: whether two names agree does not depend on how common they are. */
const UNCOUNTED = NameShares.of(0, []);

/** Which particulars of two people agree, by the rules by which they are proposed. `year`: the present one. */
export function compareParticulars(
  a: Demographics,
  b: Demographics,
  year: number,
): Record<ComparedField, Likeness> {
  const { why } = judgePair(comparedPerson(a), comparedPerson(b), { shares: UNCOUNTED, year });
  const agrees = (field: ComparedField): boolean => {
    if (field === 'sex') return a.sex === b.sex;
    return why.includes(field === 'birthDate' ? 'age' : field);
  };
  const said = (field: ComparedField): boolean =>
    [a, b].every((person) => person[field] !== undefined && person[field] !== 'unknown');
  const likeness = COMPARED_FIELDS.map((field): [ComparedField, Likeness] => [
    field,
    agrees(field) ? 'agrees' : said(field) ? 'differs' : 'unknown',
  ]);
  return Object.fromEntries(likeness) as Record<ComparedField, Likeness>;
}
