import { IntegerList } from './integer-list.js';
import { jaroWinkler } from './jaro-winkler.js';
import { NameDictionary } from './name-dictionary.js';
import type { NameWord } from './name-dictionary.js';
import { searchWords } from './name-key.js';
import { readName, readParts } from './name-query.js';
import type { Reading, WantedWord } from './name-query.js';
import { addToPosting, removeFromPosting } from './posting.js';
import type { Posting } from './posting.js';

/** The bounds of a query, whatever the number of patients: steps along a posting, and names compared. */
const MOST_STEPS = 30_000;
const MOST_COMPARED = 300;
/** Less alike than this, an equal key is chance. */
const LEAST_LIKENESS = 0.65;

export interface NameHit {
  slot: number;
  /** likeness from 0 to 1 */
  score: number;
  /** typed words that stand in the name letter by letter, in the script in which they were typed */
  exact: number;
}

export interface NameFilter {
  accept?: (slot: number) => boolean;
  /** all that `accept` can accept: walked in place of a name's posting where it is shorter */
  within?: Posting;
}

/** Finds names by skeleton key; a name is known by its bearer's slot number. */
export class NameIndex {
  readonly dictionary = new NameDictionary();
  readonly #postings: Posting[] = [];
  /** for each name its words, after their count; a start is one more than the index of the count */
  readonly #words = new IntegerList();
  readonly #runs = new Map<string, number>();
  readonly #start = new IntegerList();

  add(slot: number, name: string): void {
    const start = this.#runs.get(name) ?? this.#learn(name);
    this.#start.set(slot, start);
    for (const { key } of this.words(slot)) addToPosting((this.#postings[key] ??= []), slot);
  }

  remove(slot: number): void {
    for (const word of this.words(slot)) removeFromPosting(this.#postings[word.key], slot);
    this.#start.set(slot, 0);
  }

  words(slot: number): NameWord[] {
    const start = this.#start.at(slot);
    if (start === 0) return [];
    const count = this.#words.at(start - 1);
    return Array.from({ length: count }, (_, i) => this.dictionary.word(this.#words.at(start + i)));
  }

  /** How many bear a word of this key. */
  bearers(key: number | undefined): number {
    return key === undefined ? 0 : (this.#postings[key]?.length ?? 0);
  }

  /** Those with a word of this key, the last seen first. */
  *sharing(key: number, filter: NameFilter = {}): Generator<number> {
    yield* this.#walk([{ text: '', fold: '', generic: false, keys: [key], half: false }], filter);
  }

  /** Names like the typed one in any order; at least `wanted` where there are so many, the caller sorts. */
  find(typed: string, wanted: number, filter: NameFilter = {}): NameHit[] {
    const hits = new Map<number, NameHit>();
    for (const reading of readName(typed, this.dictionary)) this.#follow(reading, filter, hits);
    if (hits.size < wanted) {
      for (const reading of readParts(typed, this.dictionary)) this.#follow(reading, filter, hits);
    }
    return [...hits.values()];
  }

  #learn(name: string): number {
    const numbers = searchWords(name)
      .map((word) => this.dictionary.learn(word))
      .filter((number) => number >= 0);
    const start = this.#words.push(numbers.length) + 1;
    for (const number of numbers) this.#words.push(number);
    this.#runs.set(name, start);
    return start;
  }

  #follow(reading: Reading, filter: NameFilter, hits: Map<number, NameHit>): void {
    let compared = 0;
    // Hundreds of names are made of a few dozen words.
    const known = reading.words.map(() => new Map<NameWord, number>());
    for (const slot of this.#walk(reading.words, filter)) {
      if (++compared > MOST_COMPARED) return;
      const hit = this.#compare(slot, reading, known);
      const before = hits.get(slot);
      if (hit.score >= LEAST_LIKENESS * reading.trust && (!before || before.score < hit.score)) {
        hits.set(slot, hit);
      }
    }
  }

  /** Slots that have all the words, walked along the rarest word from the last seen backwards. */
  *#walk(words: WantedWord[], filter: NameFilter): Generator<number> {
    const lengths = words.map((word) =>
      word.keys.reduce((sum, key) => sum + (this.#postings[key]?.length ?? 0), 0),
    );
    const rarest = lengths.indexOf(Math.min(...lengths));
    const others = words.filter((_, i) => i !== rarest);
    let path = filter.within;
    if (!path || path.length > lengths[rarest]!) path = this.#path(words[rarest]!, others.length > 0);
    else others.push(words[rarest]!);
    const sets = others.map((word) => this.#keySet(word));

    const end = Math.max(0, path.length - MOST_STEPS);
    for (let i = path.length - 1; i >= end; i--) {
      const slot = path[i]!;
      if (sets.every((set) => this.#has(slot, set)) && filter.accept?.(slot) !== false) yield slot;
    }
  }

  /** The slots of a wanted word, ascending; of a begun word with many keys only the last seen of each. */
  #path(word: WantedWord, narrowing: boolean): Posting {
    if (word.keys.length === 1) return this.#postings[word.keys[0]!] ?? [];
    const most = narrowing ? MOST_STEPS : MOST_COMPARED;
    const merged: number[] = [];
    for (const key of word.keys) {
      const posting = this.#postings[key] ?? [];
      for (let i = Math.max(0, posting.length - most); i < posting.length; i++) merged.push(posting[i]!);
    }
    // A name with two such words stands in two postings.
    const sorted = Int32Array.from(merged).sort();
    return Array.from(sorted.filter((slot, i) => slot !== sorted[i - 1]));
  }

  #keySet(word: WantedWord): number | Uint8Array {
    if (word.keys.length === 1) return word.keys[0]!;
    const set = new Uint8Array(this.dictionary.keyCount);
    for (const key of word.keys) set[key] = 1;
    return set;
  }

  #has(slot: number, keys: number | Uint8Array): boolean {
    const start = this.#start.at(slot);
    if (start === 0) return false;
    const end = start + this.#words.at(start - 1);
    for (let i = start; i < end; i++) {
      const { key } = this.dictionary.word(this.#words.at(i));
      if (typeof keys === 'number' ? key === keys : keys[key] === 1) return true;
    }
    return false;
  }

  #compare(slot: number, reading: Reading, known: Map<NameWord, number>[]): NameHit {
    const words = this.words(slot);
    let sum = 0;
    let weights = 0;
    let exact = 0;
    reading.words.forEach((wanted, i) => {
      const weight = wanted.generic ? 0.3 : 1;
      let best = 0;
      let letterByLetter = false;
      for (const word of words) {
        let likeness = known[i]?.get(word);
        if (likeness === undefined) {
          likeness = wordLikeness(wanted, word);
          known[i]?.set(word, likeness);
        }
        best = Math.max(best, likeness);
        letterByLetter ||= word.text === wanted.text;
      }
      weights += weight;
      sum += weight * best;
      if (letterByLetter) exact++;
    });
    return { slot, score: (sum / weights) * reading.trust, exact };
  }
}

function wordLikeness(wanted: WantedWord, word: NameWord): number {
  if (wanted.fold === word.fold) return 1;
  const begun = wanted.half ? word.fold.slice(0, wanted.fold.length) : word.fold;
  return jaroWinkler(wanted.fold, begun);
}
