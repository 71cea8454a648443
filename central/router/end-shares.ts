import { addDays, isoDate, type Day } from '../../records/day.js';
import { PATIENTS_DATABASE } from '../centre-databases.js';
import { applyCopies } from './apply-copies.js';
import type { RouterCouch } from './router-couch.js';
import { routeEndedShares } from './rules/patient.js';
import { SHARES_BY_END } from './persons-design.js';

const PAGE = 200;

/**
 * Takes what private hospitals said out of the common index, where the consent to it is over before this day; the
 * number of patients. What is taken out leaves the view, so that the next page is its beginning again.
 */
export async function endShares(couch: RouterCouch, today: Day, pageSize = PAGE): Promise<number> {
  const yesterday = isoDate(addDays(today, -1));
  let ended = 0;
  for (;;) {
    const over = await couch.upTo(PATIENTS_DATABASE, SHARES_BY_END, yesterday, pageSize);
    await applyCopies(
      couch,
      over.map(({ _id }) => routeEndedShares(_id, today)),
    );
    ended += new Set(over.map(({ _id }) => _id)).size;
    if (over.length < pageSize) return ended;
  }
}
