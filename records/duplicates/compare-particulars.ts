import type { Demographics } from '../people.js';
import { bornApart, type BornApart } from './born-apart.js';
import { comparedPerson } from './compared-person.js';
import { judgePair, weighParticulars } from './judge-pair.js';
import type { NameShares } from './name-shares.js';
import type { Particular } from './pair-evidence.js';

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
/** `near`: birth dates that differ by no more than one person's might; `unknown`: one of the two does not say it. */
export type Likeness = 'agrees' | 'near' | 'differs' | 'unknown';
/** What a particular says of the two being one person. */
export type Weight = 'stronglyFor' | 'for' | 'little' | 'against' | 'stronglyAgainst';
/** In words, how surely the two are one person. */
export type Surety = 'almostSure' | 'probable' | 'open' | 'doubtful' | 'hardly';
/** Why a particular weighs as it does. */
export type WeightReason = 'rare' | 'common' | 'household';

export interface ComparedParticular {
  likeness: Likeness;
  /** absent where one of the two does not say it */
  weight?: Weight;
  because?: WeightReason;
  /** of birth dates that are not the same */
  apart?: BornApart;
}

export interface Comparison {
  probability: number;
  surety: Surety;
  particulars: Record<ComparedField, ComparedParticular>;
}

/** Of all people, so few or so many bear a name that a person would call it rare or common. */
const RARE = 0.002;
const COMMON = 0.02;

/** Two people, particular by particular, with the judge's own weights in words. `year`: the present one. */
export function compareParticulars(
  a: Demographics,
  b: Demographics,
  { shares, year }: { shares: NameShares; year: number },
): Comparison {
  const judgement = judgePair(comparedPerson(a), comparedPerson(b), { shares, year });
  const weights = weighParticulars(judgement, shares);
  const apart = bornApart(a, b);
  const compare = (field: ComparedField): ComparedParticular => {
    const particular: Particular = field === 'birthDate' ? 'age' : field;
    const { weight, household } = weights[particular];
    const found = judgement.evidence[particular];
    // Two who have one ABHA address agree there, whoever left the number out.
    if (found.agrees !== true && [a, b].some((person) => isUnsaid(person[field])))
      return { likeness: 'unknown' };
    if (field === 'birthDate') {
      if (apart === null) return { likeness: 'agrees', weight: weightOf(weight) };
      return { likeness: weight > 1 ? 'near' : 'differs', weight: weightOf(weight), apart };
    }
    const agrees = field === 'sex' ? a.sex === b.sex : found.agrees === true;
    const because = agrees ? reasonOf(field, found.stranger, household && weight < FOR) : undefined;
    return {
      likeness: agrees ? 'agrees' : 'differs',
      weight: weightOf(weight),
      ...(because === undefined ? {} : { because }),
    };
  };
  const particulars = Object.fromEntries(COMPARED_FIELDS.map((field) => [field, compare(field)]));
  const { probability } = judgement;
  return {
    ...{ probability, surety: suretyOf(probability) },
    particulars: particulars as Record<ComparedField, ComparedParticular>,
  };
}

function isUnsaid(value: unknown): boolean {
  return value === undefined || value === 'unknown';
}

function reasonOf(field: ComparedField, share: number, isOfHousehold: boolean): WeightReason | undefined {
  if (field === 'name') return share <= RARE ? 'rare' : share >= COMMON ? 'common' : undefined;
  return isOfHousehold && field !== 'sex' && field !== 'abha' ? 'household' : undefined;
}

const FOR = 1.5;
const STRONGLY = 10;

function weightOf(weight: number): Weight {
  if (weight >= FOR) return weight >= STRONGLY ? 'stronglyFor' : 'for';
  if (weight > 1 / FOR) return 'little';
  return weight > 1 / STRONGLY ? 'against' : 'stronglyAgainst';
}

function suretyOf(probability: number): Surety {
  if (probability >= 0.95) return 'almostSure';
  if (probability >= 0.7) return 'probable';
  if (probability >= 0.4) return 'open';
  return probability >= 0.1 ? 'doubtful' : 'hardly';
}
