import { firstBox, type BoxId } from '../../records/ids.js';
import type { ListedFacility } from '../../records/listed-facility.js';

/** Where a summary counts: what the dashboards sum by. */
export interface FacilityArea {
  state: string | null;
  district: string | null;
  block: string | null;
  kind: string | null;
  ownership: string | null;
}

/** All facilities, as rules look them up. */
export interface Directory {
  /** by code, or by a box of it */
  find(code: string): ListedFacility | null;
}

/** Nulls where the directory does not know the facility: such summaries are stamped once it does. */
export function areaOf(directory: Directory, box: BoxId): FacilityArea {
  const found = directory.find(box);
  return {
    state: found?.state ?? null,
    district: found?.district ?? null,
    block: found?.block ?? null,
    kind: found?.kind ?? null,
    ownership: found?.ownership ?? null,
  };
}

export function makeDirectory(facilities: ReadonlyMap<string, ListedFacility>): Directory {
  return { find: (code) => facilities.get(firstBox(code)) ?? null };
}
