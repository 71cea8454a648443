import { isoDate, type Day } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import type { CentreDatabase } from '../centre-database.js';
import type { LedgerSum } from '../exchange/messages.js';
import { LEDGER_SUM_VIEW, sumOfRow, type SumRow } from '../ledger-sum.js';
import { NO_DAY } from './ledger-day.js';

interface ViewRow {
  /** `2026-11-21`; null for a document without a time */
  key: string | null;
  value: SumRow;
}

/**
 * What the centre holds of a ledger, day by day. Any CouchDB 3.x answers this to the box's own user.
 * Throws `centre-unreachable`; `centre-refused`, also where the facility was prepared before the view was made.
 */
export async function sumsAtCentre(centre: CentreDatabase): Promise<Map<Day, LedgerSum>> {
  const rows = (await askView(centre, 'group=true')) as ViewRow[];
  return new Map(rows.map(({ key, value }) => [key?.replaceAll('-', '') ?? NO_DAY, sumOfRow(value)]));
}

/** Each record of one day at the centre, by id, as a sum of one. */
export async function recordsAtCentre(centre: CentreDatabase, day: Day): Promise<Map<string, LedgerSum>> {
  const key = JSON.stringify(day === NO_DAY ? null : isoDate(day));
  const rows = (await askView(centre, `reduce=false&key=${encodeURIComponent(key)}`)) as (ViewRow & {
    id: string;
  })[];
  return new Map(rows.map(({ id, value }) => [id, sumOfRow(value)]));
}

async function askView(centre: CentreDatabase, query: string): Promise<unknown> {
  try {
    return (await centre.ask(`${LEDGER_SUM_VIEW}?${query}`))['rows'];
  } catch (cause) {
    if (!(cause instanceof FacilityError) || cause.params['status'] !== 404) throw cause;
    throw new FacilityError('centre-refused', 'The centre cannot say what it holds of this box, day by day', {
      hint: 'hints.prepareAgainSafely',
      params: cause.params,
      cause,
    });
  }
}
