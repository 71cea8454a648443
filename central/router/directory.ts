import type { Words } from '../../records/envelope.js';
import { firstBox, type BoxId } from '../../records/ids.js';
import { isoDate, type Day } from '../../records/day.js';

/** A facility as `shared` lists it: `facility:BR1042`. Fields that neither the router nor the pages read are left out. */
export interface ListedFacility {
  code: string;
  /** the box that serves it now, where another one than the first took over */
  box?: BoxId;
  name: Partial<Words>;
  kind?: string;
  ownership?: 'government' | 'private';
  /** a private facility's own house: its patients are not in the common index */
  tenant?: string;
  state: string;
  district: string;
  block?: string;
  stateName?: string;
  districtName?: string;
  blockName?: string;
  /** degrees */
  position?: { lat: number; lon: number };
  status?: 'open' | 'closed';
  /** `2026-11-01` */
  closedOn?: string;
  /** weekdays (`sun`) and days (`2026-11-21`) on which its box is planned to be off */
  offlineDays?: string[];
}

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

/** Whether it takes patients on a day. */
export function isOpenOn({ status, closedOn }: ListedFacility, day: Day): boolean {
  return status !== 'closed' || (closedOn !== undefined && isoDate(day) < closedOn);
}

export function makeDirectory(facilities: ReadonlyMap<string, ListedFacility>): Directory {
  return { find: (code) => facilities.get(firstBox(code)) ?? null };
}
