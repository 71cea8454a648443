import { jaroWinkler } from './jaro-winkler.js';
import { foldVillage, numbersDiffer } from './fold-village.js';
import { foldWord, isGeneric, keyOfFold, searchWords } from './name-key.js';
import type { NameFilter, NameIndex } from './name-index.js';
import type { Demographics } from './people.js';

export type DuplicateReason = 'mobile' | 'name' | 'relative' | 'village' | 'age' | 'abha';

export interface ScoredSlot {
  slot: number;
  /** from 0.5 (worth a look) to 1 */
  score: number;
  why: DuplicateReason[];
}

interface Candidates {
  names: NameIndex;
  /** patients in all */
  size: number;
  /** slots that share a mobile or an ABHA number */
  found: Set<number>;
  /** the present one */
  year: number;
  /** those of the person's village; null where it is not known */
  home: NameFilter | null;
  person: (slot: number) => Demographics | null;
}

/** Names of one key that are compared in the same village, and anywhere. */
const MOST_NEAR = 1000;
const MOST_ANYWHERE = 500;
/** Points of evidence at which two are as likely one person as not. */
const EVEN = 4;

/**
 * Scores whoever shares a mobile, an ABHA number or the skeleton key of a distinctive name with a person. The
 * points are rules of thumb for Indian villages: the father's or husband's name tells most after a rare name, a
 * mobile tells little since families share one, ages are guesses, and a woman's relative changes at marriage.
 */
export function likelyDuplicates(
  person: Demographics,
  { names, size, year, found, home, person: at }: Candidates,
): ScoredSlot[] {
  const slots = new Set(found);
  const words = searchWords(person.name);
  const telling = words.some((word) => !isGeneric(word)) ? words.filter((word) => !isGeneric(word)) : words;
  let rarity = 0;
  for (const text of telling) {
    const key = names.dictionary.key(keyOfFold(foldWord(text)));
    rarity = Math.max(rarity, -Math.log10((names.bearers(key) + 1) / (size + 1000)));
    if (key === undefined) continue;
    const accept = (slot: number): boolean => fits(person, at(slot), year);
    if (home) {
      const near = { ...home, accept: (slot: number) => home.accept?.(slot) !== false && accept(slot) };
      take(slots, names.sharing(key, near), MOST_NEAR);
    }
    take(slots, names.sharing(key, { accept }), MOST_ANYWHERE);
  }
  // Of a name that one in a hundred bears, 3 points; of one that nobody else bears, 5.
  const nameWorth = Math.min(5, Math.max(2.5, rarity * 1.5));

  const results = [];
  for (const slot of slots) {
    const other = at(slot);
    if (!other) continue;
    const { points, why } = compare(person, other, nameWorth, year);
    const score = 1 / (1 + Math.exp(EVEN - points));
    if (score >= 0.5) results.push({ slot, score: Math.round(score * 1000) / 1000, why });
  }
  return results;
}

function take(slots: Set<number>, from: Iterable<number>, most: number): void {
  let count = 0;
  for (const slot of from) {
    slots.add(slot);
    if (++count >= most) return;
  }
}

/** Cheap, for the many: sex and age do not speak against it. */
function fits(person: Demographics, other: Demographics | null, year: number): boolean {
  return other !== null && !sexDiffers(person, other) && ageLikeness(person, other, year) !== 'differs';
}

function compare(
  person: Demographics,
  other: Demographics,
  nameWorth: number,
  year: number,
): { points: number; why: DuplicateReason[] } {
  const why: DuplicateReason[] = [];
  let points = 0;
  const weigh = (
    reason: DuplicateReason,
    found: 'same' | 'differs' | 'unknown',
    same: number,
    not: number,
  ) => {
    if (found === 'same') why.push(reason);
    points += found === 'same' ? same : found === 'differs' ? not : 0;
  };
  const likeness = nameLikeness(person.name, other.name);
  if (likeness >= 0.85) why.push('name');
  // Sunita and Anita are 0.82 alike, and may well be sisters-in-law behind one mobile number.
  const beyond = likeness - 0.88;
  points += beyond >= 0 ? (beyond / 0.12) * nameWorth : Math.max(-5, (beyond / 0.06) * 5);
  weigh('abha', sameAbha(person, other), 5, -3);
  weigh('relative', relativeLikeness(person, other), 2.5, -1.5);
  weigh('village', villageLikeness(person, other), 1, -0.5);
  weigh('mobile', equal(person.mobile, other.mobile), 1.5, -0.3);
  weigh('age', ageLikeness(person, other, year), bornTheSameDay(person, other) ? 1.5 : 1, -3);
  if (sexDiffers(person, other)) points -= 4;
  // One number is one person, or somebody handed over the wrong card: worth a look either way.
  return { points: why.includes('abha') ? Math.max(points, EVEN) : points, why };
}

/** From 0 to 1, words in any order; a generic word that one of the two lacks takes away little. */
export function nameLikeness(a: string, b: string): number {
  const [first, second] = [comparedWords(a), comparedWords(b)];
  if (first.length === 0 || second.length === 0) return 0;
  const joined = jaroWinkler(first.map((w) => w.fold).join(''), second.map((w) => w.fold).join(''));
  return Math.max(joined >= 0.97 ? joined : 0, (covered(first, second) + covered(second, first)) / 2);
}

interface ComparedWord {
  fold: string;
  weight: number;
}

function comparedWords(name: string): ComparedWord[] {
  const words = searchWords(name);
  const telling = words.some((word) => !isGeneric(word));
  return words.map((word) => ({ fold: foldWord(word), weight: telling && isGeneric(word) ? 0.1 : 1 }));
}

function covered(words: ComparedWord[], by: ComparedWord[]): number {
  let sum = 0;
  let weights = 0;
  for (const word of words) {
    weights += word.weight;
    sum += word.weight * Math.max(...by.map((other) => jaroWinkler(word.fold, other.fold)));
  }
  return sum / weights;
}

type Likeness = 'same' | 'differs' | 'unknown';

function equal(a: string | undefined, b: string | undefined): Likeness {
  return a === undefined || b === undefined ? 'unknown' : a === b ? 'same' : 'differs';
}

function sameAbha(a: Demographics, b: Demographics): Likeness {
  const numbers = equal(a.abha, b.abha);
  return numbers === 'unknown' ? equal(a.abhaAddress?.toLowerCase(), b.abhaAddress?.toLowerCase()) : numbers;
}

function sexDiffers(a: Demographics, b: Demographics): boolean {
  return a.sex !== b.sex && a.sex !== 'unknown' && b.sex !== 'unknown';
}

function relativeLikeness(a: Demographics, b: Demographics): Likeness {
  if (!a.relative || !b.relative) return 'unknown';
  if (nameLikeness(a.relative.name, b.relative.name) >= 0.9) return 'same';
  return a.relative.relation === b.relative.relation ? 'differs' : 'unknown';
}

function villageLikeness(a: Demographics, b: Demographics): Likeness {
  if (!a.village || !b.village) return 'unknown';
  if (a.village === b.village) return 'same';
  const [first, second] = [foldVillage(a.village), foldVillage(b.village)];
  return !numbersDiffer(first, second) && jaroWinkler(first, second) >= 0.92 ? 'same' : 'differs';
}

/** Told ages are rounded: 2 years or a tenth apart is still the same age. */
function ageLikeness(a: Demographics, b: Demographics, year: number): Likeness {
  if (a.birthDate === undefined || b.birthDate === undefined) return 'unknown';
  const [first, second] = [Number(a.birthDate.slice(0, 4)), Number(b.birthDate.slice(0, 4))];
  const age = year - Math.min(first, second);
  return Math.abs(first - second) <= Math.max(2, age * 0.1) ? 'same' : 'differs';
}

/** The first of January is how offices write an unknown day. */
function bornTheSameDay({ birthDate, birthDateEstimated }: Demographics, other: Demographics): boolean {
  if (birthDateEstimated === true || birthDate?.length !== 10 || birthDate.endsWith('-01-01')) return false;
  return birthDate === other.birthDate;
}
