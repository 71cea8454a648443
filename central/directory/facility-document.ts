/** A stretch of opening hours; days from `mon` to `sun`. */
export interface OpeningHours {
  days: string[];
  from: string;
  to: string;
}

/** `facility:BR1042` in `shared`: what every box may know of a facility. Areas are LGD codes. */
export interface FacilityDocument {
  _id: string;
  type: 'facility';
  v: 1;
  code: string;
  name: { en: string; hi?: string };
  /** see templates/reference/facility-directory.json */
  kind: string;
  ownership: 'government' | 'private';
  /** of a private one: whose records are kept apart from the state's */
  tenant?: string;
  state: string;
  district: string;
  block?: string;
  stateName?: string;
  districtName?: string;
  blockName?: string;
  /** degrees */
  position?: { lat: number; lon: number };
  services: string[];
  hours?: OpeningHours[];
  status: 'open' | 'closed';
  /** YYYY-MM-DD */
  closedOn?: string;
  /** weekdays (`sun`) and days (YYYY-MM-DD) on which its box is planned to be off */
  offlineDays?: string[];
  /** of the demo's: its figures and its box are drawn */
  demo?: true;
}

export function facilityId(code: string): string {
  return `facility:${code}`;
}
