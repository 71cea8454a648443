import { dayOf, type Day } from '../../records/day.js';

/** Of records whose time cannot be read: at the centre anything may stand. */
export const NO_DAY: Day = '';

/** The Indian day of a record, as central/ledger-sum-view.ts tells it. */
export function ledgerDay(at: unknown): Day {
  return typeof at === 'string' && !Number.isNaN(Date.parse(at)) ? dayOf(at) : NO_DAY;
}
