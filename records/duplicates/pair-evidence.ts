import { jaroWinkler } from '../jaro-winkler.js';
import type { DuplicateReason } from '../likely-duplicates.js';
import { numbersDiffer } from '../fold-village.js';
import { keyOfFold } from '../name-key.js';
import type { ComparedPerson } from './compared-person.js';
import type { NameShares } from './name-shares.js';

/**
 * How probable what two registrations say is under three explanations: one person registered twice, two people of one
 * household, two strangers.
 */
export interface Likelihoods {
  same: number;
  household: number;
  stranger: number;
}

export interface Evidence extends Likelihoods {
  agrees?: boolean;
}

/** A particular by which two registrations are compared. */
export type Particular = DuplicateReason | 'sex';

/** Told ages of all: about one in 70 strangers is of a given year. */
const A_YEAR = 1 / 70;

/**
 * What each particular says by itself. The numbers are estimates for Indian health centres, where ages are told in round
 * years, names are spelled by ear in two scripts, and mobiles change. `people`: how many there are; `year`: the present one.
 */
export function pairEvidence(
  a: ComparedPerson,
  b: ComparedPerson,
  { shares, people, year }: { shares: NameShares; people: number; year: number },
): Record<Particular, Evidence> {
  return {
    abha: compareAbha(a, b),
    mobile: compareMobile(a, b, people),
    name: compareNames(a.name, b.name, shares),
    relative: compareRelatives(a, b, shares),
    village: compareVillages(a.village, b.village, shares),
    age: compareAges(a, b, year),
    sex: compareSexes(a, b),
  };
}

const NOTHING_KNOWN: Evidence = { same: 1, household: 1, stranger: 1 };

function compareAbha(a: ComparedPerson, b: ComparedPerson): Evidence {
  const same = equal(a.abha, b.abha) ?? equal(a.abhaAddress, b.abhaAddress);
  if (same === undefined) return NOTHING_KNOWN;
  // The card of somebody else at home is handed over now and then.
  return same
    ? { same: 0.97, household: 0.002, stranger: 1e-7, agrees: true }
    : { same: 0.03, household: 1, stranger: 1 };
}

function compareMobile(a: ComparedPerson, b: ComparedPerson, people: number): Evidence {
  const same = equal(a.mobile, b.mobile);
  if (same === undefined) return NOTHING_KNOWN;
  return same
    ? { same: 0.6, household: 0.8, stranger: 1 / people, agrees: true }
    : { same: 0.4, household: 0.2, stranger: 1 };
}

function equal(a: string | undefined, b: string | undefined): boolean | undefined {
  return a === undefined || b === undefined ? undefined : a === b;
}

/** Words of a name that one of the two lacks say little: second names are left out as often as they are written. */
function compareNames(a: string[], b: string[], shares: NameShares): Evidence {
  if (a.length === 0 || b.length === 0) return NOTHING_KNOWN;
  const evidence: Evidence = { same: 1, household: 1, stranger: 1 };
  let telling = 0;
  for (const pair of pairWords(a, b)) {
    const { same, chance } = weighWords(pair, shares);
    evidence.same *= same;
    evidence.stranger *= chance;
    // A family has its second name in common, and nobody gives two children one first name.
    evidence.household *= pair.second ? Math.max(chance, 0.5) : chance * 0.5;
    if (pair.likeness >= NEAR && !pair.second) telling++;
  }
  return { ...evidence, agrees: telling > 0 };
}

interface WordPair {
  word: string;
  likeness: number;
  /** not the first word of either name */
  second: boolean;
}

const NEAR = 0.9;

/** Each word of the shorter name with the one that it is likest to, in whatever order they stand. */
function pairWords(a: string[], b: string[]): WordPair[] {
  if (a.length !== b.length && a.join('') === b.join('')) {
    return [...(a.length > b.length ? a : b)].map((word, i) => ({ word, likeness: 1, second: i > 0 }));
  }
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  const left = new Set(many.keys());
  return few.map((word, i) => {
    let best = -1;
    let likeness = -1;
    for (const j of left) {
      const found = wordLikeness(word, many[j]!);
      if (found <= likeness) continue;
      best = j;
      likeness = found;
    }
    left.delete(best);
    return { word, likeness, second: i > 0 };
  });
}

/** Vowels are heard differently: equal consonants make two words near ones. */
function wordLikeness(a: string, b: string): number {
  if (a === b) return 1;
  const likeness = jaroWinkler(a, b);
  return likeness >= 0.8 && keyOfFold(a) === keyOfFold(b) ? Math.max(likeness, NEAR) : likeness;
}

function weighWords({ word, likeness }: WordPair, shares: NameShares): { same: number; chance: number } {
  const share = shares.word(word);
  if (likeness === 1) return { same: 0.9, chance: share };
  // About as many bear a name that sounds like it.
  if (likeness >= NEAR) return { same: 0.22, chance: share + 0.004 };
  return { same: likeness >= 0.8 ? 0.03 : 0.01, chance: 1 };
}

function compareRelatives(a: ComparedPerson, b: ComparedPerson, shares: NameShares): Evidence {
  if (a.relative.length === 0 || b.relative.length === 0) return NOTHING_KNOWN;
  const names = compareNames(a.relative, b.relative, shares);
  if (names.agrees === true) return { ...names, same: names.same * 0.9, household: 0.4 };
  // A father and a husband are two people: a woman who has married names the other one.
  if (a.relation !== b.relation) return { same: 0.15, household: 0.6, stranger: 0.9 };
  return { same: 0.06, household: 0.6, stranger: 0.95 };
}

function compareVillages(a: string, b: string, shares: NameShares): Evidence {
  if (a === '' || b === '') return NOTHING_KNOWN;
  const likeness = numbersDiffer(a, b) ? 0 : wordLikeness(a, b);
  if (likeness === 1) return { same: 0.8, household: 0.9, stranger: shares.village(a), agrees: true };
  if (likeness >= 0.92)
    return { same: 0.14, household: 0.08, stranger: shares.village(a) + 0.01, agrees: true };
  return { same: 0.06, household: 0.03, stranger: 1 };
}

/** Told ages are rounded: the older, the further off. */
function compareAges(a: ComparedPerson, b: ComparedPerson, year: number): Evidence {
  if (a.year === undefined || b.year === undefined) return NOTHING_KNOWN;
  if (a.birthday !== undefined && b.birthday !== undefined) {
    return a.birthday === b.birthday
      ? { same: 0.9, household: A_YEAR / 200, stranger: A_YEAR / 365, agrees: true }
      : { same: 0.1 * told(a.year, b.year, year), household: A_YEAR, stranger: A_YEAR };
  }
  const same = told(a.year, b.year, year);
  return { same, household: A_YEAR * 1.5, stranger: A_YEAR, agrees: same > A_YEAR };
}

/** The chance that a person of the one year is told to be of the other. */
function told(a: number, b: number, year: number): number {
  const age = Math.max(0, year - Math.min(a, b));
  const spread = Math.max(1, age * 0.06);
  return Math.max(1e-4, Math.exp(-Math.abs(a - b) / spread) / (1 + 2 * spread));
}

/** Two of a household may well be of different sex: that tells only against one person. */
function compareSexes(a: ComparedPerson, b: ComparedPerson): Evidence {
  const differ = a.sex !== b.sex && a.sex !== 'unknown' && b.sex !== 'unknown';
  return differ ? { ...NOTHING_KNOWN, same: 0.02 } : NOTHING_KNOWN;
}
