import { foldWord, nameWords } from './name-key.js';

/** A village's name as one folded word, since it is written joined and apart: `Ward No. 5`, `वार्ड नo ५` */
export function foldVillage(village: string): string {
  return nameWords(village)
    .map((word) => foldWord(word))
    .join('');
}

/**
 * Whether two folded names are of different places by their numbers: Ward 5 and Ward 6 lie side by side, however alike
 * they are written. Who leaves a number out has said less, and nothing else.
 */
export function numbersDiffer(a: string, b: string): boolean {
  const [first, second] = [numbersOf(a), numbersOf(b)];
  const lacks = (of: Set<string>, those: Set<string>): boolean => [...those].some((one) => !of.has(one));
  return lacks(first, second) && lacks(second, first);
}

function numbersOf(fold: string): Set<string> {
  // "Ward05" is "Ward 5".
  return new Set(fold.match(/\d+/g)?.map((digits) => digits.replace(/^0+(?=\d)/, '')));
}
