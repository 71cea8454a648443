import { firstBox } from '../../../records/ids.js';
import { areaPath, type Area } from '../../area.js';
import type { Words } from '../../../records/envelope.js';
import { fillAreaNames } from '../../../records/fill-area-names.js';
import { areaNames, type ListedFacility } from '../../../records/listed-facility.js';

/** A state, district or block as the directory knows it. */
export interface Place {
  area: Area;
  /** as the directory's import named it, in the languages of its list; empty where it did not */
  name: Partial<Words>;
  /** the districts of a state, the blocks of a district, by name; none of a block */
  children: Place[];
  /** all of them that lie in it, by code */
  facilities: ListedFacility[];
}

/** The directory of facilities by place, as it stood at one moment. */
export class PlaceBook {
  readonly #places = new Map<string, Place>();
  readonly #facilities: ReadonlyMap<string, ListedFacility>;

  constructor(facilities: readonly ListedFacility[]) {
    const byCode = fillAreaNames(facilities).sort((a, b) => (a.code < b.code ? -1 : 1));
    this.#facilities = new Map(byCode.map((facility) => [facility.code, facility]));
    for (const facility of byCode) this.#take(facility);
    for (const { children } of this.#places.values()) children.sort(byName);
  }

  states(): Place[] {
    return [...this.#places.values()].filter(({ area }) => area.district === undefined).sort(byName);
  }

  /** Null where no facility lies there. */
  find(area: Area): Place | null {
    return this.#places.get(areaPath(area)) ?? null;
  }

  /** By code, or by a box of it. */
  facility(code: string): ListedFacility | null {
    return this.#facilities.get(firstBox(code)) ?? null;
  }

  #take(facility: ListedFacility): void {
    const { state, district, block } = facility;
    const names = areaNames(facility);
    const at = this.#place({ state }, names.state);
    const inState = this.#place({ state, district }, names.district, at);
    const places = [at, inState];
    if (block !== undefined) places.push(this.#place({ state, district, block }, names.block, inState));
    for (const place of places) place.facilities.push(facility);
  }

  #place(area: Area, name: Partial<Words>, parent?: Place): Place {
    const key = areaPath(area);
    let place = this.#places.get(key);
    if (!place) {
      place = { area, name: {}, children: [], facilities: [] };
      this.#places.set(key, place);
      parent?.children.push(place);
    }
    // Not every row of the list names its areas.
    place.name = { ...name, ...place.name };
    return place;
  }
}

/** Where a facility lies. */
export function areaOfFacility({ state, district, block }: ListedFacility): Area {
  return { state, district, ...(block === undefined ? {} : { block }) };
}

function byName(a: Place, b: Place): number {
  return (a.name.en ?? areaPath(a.area)).localeCompare(b.name.en ?? areaPath(b.area));
}
