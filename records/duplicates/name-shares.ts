import type { ComparedPerson } from './compared-person.js';

/**
 * How large a share of all people bear a word in their name, or live in a village: what two strangers have in
 * common by chance. A word that was never counted is taken for one that half a person bears.
 */
export class NameShares {
  readonly #words = new Map<string, number>();
  readonly #villages = new Map<string, number>();
  #people = 0;
  #withVillage = 0;

  get people(): number {
    return this.#people;
  }

  add({ name, relative, village }: ComparedPerson): void {
    this.#people++;
    // A relative's name is as good a sample of how people are called.
    for (const word of new Set([...name, ...relative])) addOne(this.#words, word);
    if (village === '') return;
    this.#withVillage++;
    addOne(this.#villages, village);
  }

  word(word: string): number {
    return share(this.#words.get(word), this.#people);
  }

  village(village: string): number {
    return share(this.#villages.get(village), this.#withVillage);
  }
}

function addOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function share(count = 0.5, all: number): number {
  return Math.min(0.5, Math.max(count, 0.5) / Math.max(all, 50));
}
