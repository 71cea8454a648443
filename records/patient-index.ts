import { likelyDuplicates } from './likely-duplicates.js';
import type { ScoredSlot } from './likely-duplicates.js';
import { MobileIndex } from './mobile-index.js';
import { NameIndex } from './name-index.js';
import type { NameFilter, NameHit } from './name-index.js';
import type { PatientId } from './ids.js';
import { nameKeys } from './name-key.js';
import type { Demographics, Sex } from './people.js';
import { addToPosting, postingOf, removeFromPosting } from './posting.js';
import type { Posting } from './posting.js';

export interface NameSearch {
  limit?: number;
  sex?: Sex | undefined;
  /** in either script, any spelling */
  village?: string | undefined;
}

/** By name, mobile, ABHA and village: which patients, as slot numbers in the array that it is made with. */
export class PatientIndex {
  readonly #people: readonly (Demographics | null)[];
  readonly #names = new NameIndex();
  readonly #mobiles = new MobileIndex();
  readonly #abhas = new Map<string, Posting>();
  readonly #villages = new Map<string, Posting>();
  readonly #households = new Map<PatientId, Posting>();
  /** by spelling: villages are few and asked for often */
  readonly #villageKeys = new Map<string, string>();
  #size = 0;

  constructor(people: readonly (Demographics | null)[]) {
    this.#people = people;
  }

  get size(): number {
    return this.#size;
  }

  add(slot: number, person: Demographics): void {
    this.#size++;
    this.#names.add(slot, person.name);
    this.#mobiles.add(slot, person.mobile);
    for (const key of abhaKeys(person)) addToPosting(postingOf(this.#abhas, key), slot);
    if (person.household) addToPosting(postingOf(this.#households, person.household), slot);
    if (person.village) addToPosting(postingOf(this.#villages, this.#villageKey(person.village)), slot);
  }

  /** `person` as it was added. */
  remove(slot: number, person: Demographics): void {
    this.#size--;
    this.#names.remove(slot);
    this.#mobiles.remove(slot, person.mobile);
    for (const key of abhaKeys(person)) removeFromPosting(this.#abhas.get(key), slot);
    if (person.household) removeFromPosting(this.#households.get(person.household), slot);
    if (person.village) removeFromPosting(this.#villages.get(this.#villageKey(person.village)), slot);
  }

  withMobile(digits: string): number[] {
    return this.#mobiles.find(digits, (slot) => this.#people[slot]?.mobile);
  }

  /** An ABHA number's digits or an address in small letters. */
  withAbha(key: string): number[] {
    return [...(this.#abhas.get(key) ?? [])];
  }

  /** Those who name a household that goes by another patient. */
  ofHousehold(household: PatientId): number[] {
    return [...(this.#households.get(household) ?? [])];
  }

  named(typed: string, { limit = 10, sex, village }: NameSearch): NameHit[] {
    const home = village?.trim() ? this.#at(village) : {};
    return this.#names.find(typed, limit, {
      ...home,
      accept: (slot) => {
        if (sex !== undefined && this.#people[slot]?.sex !== sex) return false;
        return home.accept?.(slot) !== false;
      },
    });
  }

  /** `year`: the present one, in which ages are compared. */
  duplicatesOf(person: Demographics, year: number): ScoredSlot[] {
    const found = new Set<number>();
    if (person.mobile !== undefined) for (const slot of this.withMobile(person.mobile)) found.add(slot);
    for (const key of abhaKeys(person)) for (const slot of this.withAbha(key)) found.add(slot);
    return likelyDuplicates(person, {
      names: this.#names,
      size: this.#size,
      year,
      found,
      home: person.village?.trim() ? this.#at(person.village) : null,
      person: (slot) => this.#people[slot] ?? null,
    });
  }

  #at(village: string): NameFilter {
    const key = nameKeys(village).join(' ');
    return {
      within: this.#villages.get(key) ?? [],
      accept: (slot) => {
        const home = this.#people[slot]?.village;
        return home !== undefined && this.#villageKey(home) === key;
      },
    };
  }

  #villageKey(village: string): string {
    const known = this.#villageKeys.get(village);
    if (known !== undefined) return known;
    const key = nameKeys(village).join(' ');
    this.#villageKeys.set(village, key);
    return key;
  }
}

function abhaKeys({ abha, abhaAddress }: Demographics): string[] {
  return [abha, abhaAddress?.toLowerCase()].filter((key) => key !== undefined);
}
