import { isoDate, type Day } from './day.js';
import type { Words } from './envelope.js';
import type { BoxId } from './ids.js';

/** A facility as `shared` lists it: `facility:BR1042`. What nobody but the centre's import reads is left out. */
export interface ListedFacility {
  code: string;
  /** the box that serves it now, where another one than the first took over */
  box?: BoxId;
  name: Partial<Words>;
  kind?: string;
  ownership?: 'government' | 'private';
  /** a private facility's own house: its patients are not in the common index */
  tenant?: string;
  /** LGD codes */
  state: string;
  district: string;
  block?: string;
  stateName?: string;
  districtName?: string;
  blockName?: string;
  /** the same in Hindi, where the list says it */
  stateNameHi?: string;
  districtNameHi?: string;
  blockNameHi?: string;
  /** degrees */
  position?: { lat: number; lon: number };
  status?: 'open' | 'closed';
  /** `2026-11-01` */
  closedOn?: string;
  /** `2026-11-28`, the day of the import that brought it; absent: it was listed before such days were kept */
  listedOn?: string;
  /** weekdays (`sun`) and days (`2026-11-21`) on which its box is planned to be off */
  offlineDays?: string[];
  /** of the demo's: its figures and its box are drawn */
  demo?: true;
}

/** What its state, district and block are called, in the languages that the directory has. */
export function areaNames(facility: ListedFacility): Record<'state' | 'district' | 'block', Partial<Words>> {
  const names = (en: string | undefined, hi: string | undefined): Partial<Words> => ({
    ...(en === undefined ? {} : { en }),
    ...(hi === undefined ? {} : { hi }),
  });
  return {
    state: names(facility.stateName, facility.stateNameHi),
    district: names(facility.districtName, facility.districtNameHi),
    block: names(facility.blockName, facility.blockNameHi),
  };
}

/** Block and district, as far as they are named. */
export function placeNamesOf(facility: ListedFacility, language: keyof Words): string[] {
  const { block, district } = areaNames(facility);
  return [block, district].flatMap((name) => name[language] ?? name.en ?? name.hi ?? []);
}

/** Whether it takes patients on a day. */
export function isOpenOn({ status, closedOn }: ListedFacility, day: Day): boolean {
  return status !== 'closed' || (closedOn !== undefined && isoDate(day) < closedOn);
}

/** An entry that lacks its code or its place helps nobody: the import refuses it, and so do its readers. */
export function isListedFacility(document: object): document is ListedFacility {
  const { code, state, district } = document as Record<string, unknown>;
  return [code, state, district].every((text) => typeof text === 'string');
}
