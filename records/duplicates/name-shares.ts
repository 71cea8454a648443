import type { ComparedPerson } from './compared-person.js';

const NAME = 'name:';
const VILLAGE = 'village:';

/**
 * The words by which a person is counted: `name:sunita`, `village:rampur`. A relative's name is as good a sample of how
 * people are called.
 */
export function countedWords({ name, relative, village }: ComparedPerson): string[] {
  const words = [...new Set([...name, ...relative])].map((word) => NAME + word);
  return village === '' ? words : [...words, VILLAGE + village];
}

/**
 * How large a share of all people bear a word in their name, or live in a village: what two strangers have in
 * common by chance. A word that was never counted is taken for one that half a person bears.
 */
export class NameShares {
  readonly #counts = new Map<string, number>();
  #people = 0;

  /** From counts that somebody else keeps: how many people, and how many of them have each counted word. */
  static of(people: number, counts: Iterable<readonly [word: string, count: number]>): NameShares {
    const shares = new NameShares();
    shares.#people = people;
    for (const [word, count] of counts) shares.#counts.set(word, count);
    return shares;
  }

  get people(): number {
    return this.#people;
  }

  add(person: ComparedPerson): void {
    this.#people++;
    for (const word of countedWords(person)) this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
  }

  word(word: string): number {
    return this.#share(NAME + word);
  }

  village(village: string): number {
    return this.#share(VILLAGE + village);
  }

  #share(key: string): number {
    return Math.min(0.5, Math.max(this.#counts.get(key) ?? 0, 0.5) / Math.max(this.#people, 50));
  }
}
