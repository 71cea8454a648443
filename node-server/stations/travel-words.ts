import { dayOf, istTime } from '../../records/day.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { sayTime } from '../../sync/sync-state.js';
import type { Travel } from '../../sync/urgent-trail.js';
import type { Language } from '../../templates/locale.js';
import type { Facility } from '../facility.js';

/** Where an urgent record stands, for the partial `travel`. */
export interface TravelWords {
  state: Travel['state'];
  /** since when the centre has it, `10:42` or `21 Nov, 10:42`; empty where nobody knows */
  time: string;
}

/** What of a facility knows how records travel. */
export type TravelFacility = Pick<Facility, 'travel' | 'today'>;

/** null where the record is not urgent, or nothing travels from here. */
export function travelWords(
  facility: TravelFacility,
  record: LedgerRecord,
  language: Language,
): TravelWords | null {
  return inWords(facility, facility.travel(record), language);
}

/** One word for all urgent records of a visit, the worst first; null where none is urgent. */
export function visitTravelWords(
  facility: TravelFacility,
  records: readonly LedgerRecord[],
  language: Language,
): TravelWords | null {
  const travels = records.flatMap((record) => facility.travel(record) ?? []);
  const worst = WORST_FIRST.map((state) => travels.findLast((one) => one.state === state)).find(Boolean);
  return inWords(facility, worst ?? null, language);
}

const WORST_FIRST: readonly Travel['state'][] = ['refused', 'waiting', 'confirmed'];

function inWords(facility: TravelFacility, travel: Travel | null, language: Language): TravelWords | null {
  if (!travel) return null;
  const at = travel.state === 'confirmed' ? travel.at : undefined;
  if (at === undefined) return { state: travel.state, time: '' };
  return { state: travel.state, time: momentWords(facility, at, language) };
}

/** `10:42` of today, else `21 Nov, 10:42` */
export function momentWords(facility: Pick<Facility, 'today'>, at: string, language: Language): string {
  return dayOf(Date.parse(at)) === facility.today() ? istTime(at) : sayTime(at, language);
}
