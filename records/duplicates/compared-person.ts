import { foldVillage } from '../fold-village.js';
import { foldWord, keyOfFold, searchWords } from '../name-key.js';
import type { Demographics, Sex } from '../people.js';

/** What two patients are compared by, made ready once: names folded over scripts and spellings. */
export interface ComparedPerson {
  name: string[];
  sex: Sex;
  relation?: string;
  relative: string[];
  /** one word: villages are written joined and apart */
  village: string;
  mobile?: string;
  abha?: string;
  abhaAddress?: string;
  /** of birth */
  year?: number;
  /** `1984-06-20` where the day is known and not the first of January, which offices write for an unknown one */
  birthday?: string;
}

export function comparedPerson(person: Demographics): ComparedPerson {
  const { birthDate, birthDateEstimated, mobile, abha, abhaAddress, relative, village } = person;
  const day = birthDate?.length === 10 && birthDateEstimated !== true && !birthDate.endsWith('-01-01');
  return {
    name: searchWords(person.name).map((word) => foldWord(word)),
    sex: person.sex,
    relative: relative ? searchWords(relative.name).map((word) => foldWord(word)) : [],
    village: foldVillage(village ?? ''),
    ...(relative && { relation: relative.relation }),
    ...(mobile !== undefined && { mobile }),
    ...(abha !== undefined && { abha }),
    ...(abhaAddress !== undefined && { abhaAddress: abhaAddress.toLowerCase() }),
    ...(birthDate !== undefined && { year: Number(birthDate.slice(0, 4)) }),
    ...(day && { birthday: birthDate }),
  };
}

/**
 * Two patients who are one share at least one of these, however the name is spelled; who shares none is never
 * compared. Blocks are small enough: the first names of half a state stand only beside something else.
 */
export function blockKeys({ name, relative, village, mobile, abha, abhaAddress }: ComparedPerson): string[] {
  const keys = new Set<string>();
  if (abha !== undefined) keys.add(`abha:${abha}`);
  if (abhaAddress !== undefined) keys.add(`abha:${abhaAddress}`);
  const names = name.map((word) => keyOfFold(word)).slice(0, MOST_WORDS);
  const [relativeFirst] = relative.map((word) => keyOfFold(word));
  for (const key of names) {
    if (mobile !== undefined) keys.add(`mobile:${mobile}:${key}`);
  }
  const [first] = names;
  if (first === undefined) return [...keys];
  if (relativeFirst !== undefined) keys.add(`relative:${first}:${relativeFirst}`);
  if (village !== '') keys.add(`village:${first}:${keyOfFold(village)}`);
  return [...keys];
}

const MOST_WORDS = 4;
