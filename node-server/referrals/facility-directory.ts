import { firstBox } from '../../records/ids.js';
import {
  isListedFacility,
  isOpenOn,
  placeNamesOf,
  type ListedFacility,
} from '../../records/listed-facility.js';
import { nearFacilities, type NearFacility } from '../../records/near-facilities.js';
import { WordSearch } from '../../templates/word-search.js';
import type { Facility } from '../facility.js';
import { onePerFacility } from '../one-per-facility.js';
import { storeError } from '../store/store-error.js';

/** The one of a facility. */
export const facilityDirectory = onePerFacility((facility) => new FacilityDirectory(facility));

/** The directory of facilities as it came down to this box: to whom patients can be referred. In memory. */
class FacilityDirectory {
  #all = new Map<string, ListedFacility>();
  #seenTo: string | number | null = null;
  #near: NearFacility[] = [];
  #search: WordSearch<NearFacility> | null = null;
  #reading: Promise<void> = Promise.resolve();

  constructor(private readonly facility: Facility) {}

  /** Reads what has come since. Throws `store-damaged`, `store-failed`. */
  ready(): Promise<void> {
    return (this.#reading = this.#reading.catch(() => undefined).then(() => this.#read()));
  }

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  /** By code, also one that is closed. */
  find(code: string): ListedFacility | null {
    return this.#all.get(firstBox(code)) ?? null;
  }

  /** Why nobody can be sent there; null: they can. */
  refusal(code: string): 'unknown' | 'closed' | 'own' | null {
    const found = this.find(code);
    if (code === firstBox(this.facility.box)) return 'own';
    if (!found) return 'unknown';
    return isOpenOn(found, this.facility.today()) ? null : 'closed';
  }

  /** By name, kind, place or code in either script; of equals the nearer stand first. */
  search(text: string, most: number): NearFacility[] {
    const { facilityKinds } = this.facility.reference;
    this.#search ??= new WordSearch(this.#near, ({ facility }) => {
      const { name, code, kind = '' } = facility;
      const places = [...placeNamesOf(facility, 'hi'), ...placeNamesOf(facility, 'en')];
      const kindName = facilityKinds.get(kind)?.name;
      return {
        names: [name.hi, name.en].filter((one) => one !== undefined),
        words: [code, kind, kindName?.hi, kindName?.en, ...new Set(places)].filter((one) => one),
      } as { names: string[]; words: string[] };
    });
    return this.#search.search(text, most).filter((one) => this.#takes(one));
  }

  /** Where doctors here will mostly send patients: what is at least as large as this house, the nearest first. */
  nearest(most: number): NearFacility[] {
    const { facilityKinds } = this.facility.reference;
    const sizeOf = (kind: string | undefined): number => facilityKinds.get(kind ?? '')?.size ?? 0;
    const own = this.find(this.facility.box);
    return this.#near
      .filter((one) => sizeOf(one.facility.kind) >= sizeOf(own?.kind) && this.#takes(one))
      .slice(0, most);
  }

  #takes({ facility }: NearFacility): boolean {
    return this.refusal(facility.code) === null;
  }

  async #read(): Promise<void> {
    const { shared } = this.facility.databases;
    try {
      const { update_seq: now } = await shared.info();
      if (now === this.#seenTo) return;
      const range = { startkey: 'facility:', endkey: 'facility:\uffff', include_docs: true };
      const { rows } = await shared.allDocs(range);
      const listed = rows.flatMap(({ doc }) => (doc && isListedFacility(doc) ? [doc as ListedFacility] : []));
      this.#all = new Map(listed.map((one) => [one.code, one]));
      const own = this.find(this.facility.box);
      const others = listed.filter(({ code }) => code !== own?.code);
      const sizes = [...this.facility.reference.facilityKinds.values()].map(
        ({ code, size }) => [code, size] as const,
      );
      this.#near = nearFacilities(own, others, new Map(sizes));
      this.#search = null;
      this.#seenTo = now;
    } catch (error) {
      throw storeError(error);
    }
  }
}
