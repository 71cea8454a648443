import { foldWord, isGeneric, keyOfFold, keyPrefixes } from './name-key.js';

/** One spelling of one word of a name. */
export interface NameWord {
  /** as written, in small letters */
  text: string;
  fold: string;
  /** number of its key */
  key: number;
  generic: boolean;
}

/** Every word that occurs in a name, with its key: people have many names, but of few words. */
export class NameDictionary {
  readonly #words: NameWord[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #folds = new Set<string>();
  readonly #keys = new Map<string, number>();
  /** all keys in order, so that those with a prefix stand together */
  readonly #sorted: string[] = [];
  #fresh: string[] = [];

  /** The word's number; -1 for a word without a key. */
  learn(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const fold = foldWord(text);
    const keyText = keyOfFold(fold);
    if (keyText === '') return -1;
    let key = this.#keys.get(keyText);
    if (key === undefined) {
      key = this.#keys.size;
      this.#keys.set(keyText, key);
      this.#fresh.push(keyText);
    }
    const number = this.#words.push({ text, fold, key, generic: isGeneric(text) }) - 1;
    this.#numbers.set(text, number);
    this.#folds.add(fold);
    return number;
  }

  word(number: number): NameWord {
    return this.#words[number]!;
  }

  get keyCount(): number {
    return this.#keys.size;
  }

  key(keyText: string): number | undefined {
    return this.#keys.get(keyText);
  }

  hasFold(fold: string): boolean {
    return this.#folds.has(fold);
  }

  /** Numbers of all keys that the whole of a half-typed word may have. */
  keysStarting(halfWord: string): number[] {
    this.#sortFresh();
    const found = new Set<number>();
    for (const prefix of keyPrefixes(halfWord)) {
      for (let i = placeIn(this.#sorted, prefix); this.#sorted[i]?.startsWith(prefix) === true; i++) {
        found.add(this.#keys.get(this.#sorted[i]!)!);
      }
    }
    return [...found];
  }

  #sortFresh(): void {
    if (this.#fresh.length > 50) {
      this.#sorted.push(...this.#fresh.splice(0, 50_000));
      while (this.#fresh.length > 0) this.#sorted.push(...this.#fresh.splice(0, 50_000));
      this.#sorted.sort((a, b) => (a < b ? -1 : 1));
    }
    for (const key of this.#fresh) this.#sorted.splice(placeIn(this.#sorted, key), 0, key);
    this.#fresh = [];
  }
}

function placeIn(sorted: string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
