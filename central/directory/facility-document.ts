import type { ListedFacility } from '../../records/listed-facility.js';

/** A stretch of opening hours; days from `mon` to `sun`. */
export interface OpeningHours {
  days: string[];
  from: string;
  to: string;
}

/** `facility:BR1042` in `shared`, whole: what every box may know of a facility. */
export interface FacilityDocument extends ListedFacility {
  _id: string;
  type: 'facility';
  v: 1;
  name: { en: string; hi?: string };
  /** see templates/reference/facility-directory.json */
  kind: string;
  ownership: 'government' | 'private';
  services: string[];
  hours?: OpeningHours[];
  status: 'open' | 'closed';
}

export function facilityId(code: string): string {
  return `facility:${code}`;
}
