import { foldWord, isGeneric, keyOfFold, nameWords, searchWords } from './name-key.js';
import type { NameDictionary } from './name-dictionary.js';

/** One word that a name must have, by key. */
export interface WantedWord {
  /** as typed; empty for a word that was made by joining or splitting */
  text: string;
  fold: string;
  generic: boolean;
  /** numbers of the keys that satisfy it */
  keys: number[];
  /** only its beginning has been typed */
  half: boolean;
}

/** One way to understand what was typed. */
export interface Reading {
  words: WantedWord[];
  /** likeness is multiplied by it: a bold reading ranks below a plain one */
  trust: number;
}

/**
 * The ways to understand a typed name, the plainest first: as written; the last word only begun; two words as one
 * (`Ram Kumar` for Ramkumar); one word as two. Readings with a word that nobody bears are left out.
 */
export function readName(typed: string, dictionary: NameDictionary): Reading[] {
  const words = searchWords(typed);
  // While one types on, even a title may be the beginning of a name: `Mas` of Masoom.
  const typing = /[\p{L}\p{M}\p{N}]$/u.test(typed);
  const readings: Reading[] = [];
  const offer = (wanted: WantedWord[], trust: number): void => {
    if (wanted.length > 0 && wanted.every((word) => word.keys.length > 0)) {
      readings.push({ words: wanted, trust });
    }
  };
  const variants = (texts: string[], made: (index: number) => boolean, trust: number): void => {
    const whole = texts.map((text, i) => wholeWord(text, dictionary, made(i)));
    offer(whole, trust);
    if (!typing) return;
    const last = texts.length - 1;
    offer([...whole.slice(0, -1), halfWord(texts[last]!, dictionary, made(last))], trust * 0.98);
  };

  if (words.length === 0) return [];
  variants(words, () => false, 1);
  for (let i = 0; i + 1 < words.length; i++) {
    const joined = [...words.slice(0, i), words[i]! + words[i + 1]!, ...words.slice(i + 2)];
    variants(joined, (index) => index === i, 0.97);
  }
  words.forEach((word, i) => {
    for (const [left, right] of splits(word, dictionary)) {
      const split = [...words.slice(0, i), left, right, ...words.slice(i + 1)];
      variants(split, (index) => index === i || index === i + 1, 0.97);
    }
  });
  return readings;
}

/** What remains where no name has all the words: each distinctive word on its own. */
export function readParts(typed: string, dictionary: NameDictionary): Reading[] {
  const words = nameWords(typed);
  if (words.length < 2) return [];
  return words
    .filter((word) => !isGeneric(word))
    .map((word) => ({ words: [wholeWord(word, dictionary, false)], trust: 0.7 }))
    .filter((reading) => reading.words.every((word) => word.keys.length > 0));
}

function wholeWord(text: string, dictionary: NameDictionary, made: boolean): WantedWord {
  const fold = foldWord(text);
  const key = dictionary.key(keyOfFold(fold));
  const keys = key === undefined ? [] : [key];
  return { text: made ? '' : text, fold, generic: isGeneric(text), keys, half: false };
}

function halfWord(text: string, dictionary: NameDictionary, made: boolean): WantedWord {
  return { ...wholeWord(text, dictionary, made), keys: dictionary.keysStarting(text), half: true };
}

/** Places where a long word falls into two, of which somebody bears the first. */
function splits(word: string, dictionary: NameDictionary): [string, string][] {
  const fold = foldWord(word);
  const found: [string, string][] = [];
  for (let at = 2; at <= fold.length - 2; at++) {
    if (dictionary.hasFold(fold.slice(0, at))) found.push([fold.slice(0, at), fold.slice(at)]);
  }
  return found;
}
