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
  /** degrees */
  position?: { lat: number; lon: number };
  status?: 'open' | 'closed';
  /** `2026-11-01` */
  closedOn?: string;
  /** weekdays (`sun`) and days (`2026-11-21`) on which its box is planned to be off */
  offlineDays?: string[];
  /** of the demo's: its figures and its box are drawn */
  demo?: true;
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
