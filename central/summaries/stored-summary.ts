import type { Day } from '../../records/day.js';
import { firstBox, type BoxId } from '../../records/ids.js';
import type { StockSummary, VillageCount } from '../../records/summary.js';
import type { PlacedReferrals } from './placed-referrals.js';

/** One facility's day as the dashboards read it. */
export interface StoredSummary {
  _id: string;
  _rev?: string;
  type: 'summary';
  day: Day;
  /** the facility's code, whichever of its boxes wrote it */
  facility: string;
  box: BoxId;
  /** LGD codes; null until the directory knows the facility */
  state: string | null;
  district: string | null;
  block: string | null;
  kind: string | null;
  ownership: string | null;
  figures: Record<string, number>;
  waits?: Record<string, number[]>;
  stock?: StockSummary;
  villages?: VillageCount[];
  referrals?: PlacedReferrals;
  /** id of the record that it was copied from */
  from: string;
}

/** `20261121:BR1042` */
export function summaryDocumentId(day: Day, box: BoxId): string {
  return `${day}:${firstBox(box)}`;
}

/** What an id of `summaries` says; null where it is no summary's. */
export function facilityDayOf(id: string): { day: Day; facility: string } | null {
  const [, day, facility] = /^(\d{8}):(.+)$/.exec(id) ?? [];
  return day === undefined || facility === undefined ? null : { day, facility };
}
