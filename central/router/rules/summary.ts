import { dayOf } from '../../../records/day.js';
import { firstBox, parseSummaryId } from '../../../records/ids.js';
import type { RecordOf } from '../../../records/ledger-record.js';
import { impossibleCounts } from '../../../records/summary/impossible-counts.js';
import { SUMMARIES_DATABASE } from '../../centre-databases.js';
import { placeReferrals } from '../../summaries/placed-referrals.js';
import { summaryDocumentId, type StoredSummary } from '../../summaries/stored-summary.js';
import { alertCopy } from '../alert.js';
import type { Copy } from '../copy.js';
import { areaOf } from '../directory.js';
import type { Rule } from '../rule.js';

/**
 * A day's summary goes to `summaries`, stamped with where the facility lies; of a day that was summed up again the
 * highest serial counts. One with counts that cannot be is left out and named in an alert, as is a facility that the
 * directory does not know.
 */
export const routeSummary: Rule<RecordOf<'summary'>> = (record, { box, directory, checks }) => {
  const { _id, at, day, figures, waits, stock, villages, referrals } = record;
  const why = impossibleCounts(record, checks);
  const said = parseSummaryId(_id);
  if (said?.day !== day) why.push(`day ${day}`);
  // The clock that never runs back wrote both: a day that is not over cannot be summed up.
  if (day >= dayOf(at)) why.push(`day ${day} is not over`);
  if (why.length > 0) return [alertCopy(box, 'summary-impossible', at, { id: _id, why })];
  const area = areaOf(directory, box);
  const body: Omit<StoredSummary, '_id' | '_rev'> = {
    ...{ type: 'summary', day, facility: firstBox(box), box, ...area, figures },
    ...(waits && { waits }),
    ...(stock && { stock }),
    ...(villages && { villages }),
    ...(referrals && { referrals: placeReferrals(directory, referrals) }),
    from: _id,
  };
  const copy: Copy = {
    database: SUMMARIES_DATABASE,
    id: summaryDocumentId(day, box),
    body: { ...body },
    merge: (standing) => (isLater(_id, String(standing['from'])) ? { ...body } : null),
  };
  return area.state === null ? [copy, alertCopy(box, 'facility-unknown', at)] : [copy];
};

/** By serial; of two boxes of a facility that say the same serial, the one that took over. */
function isLater(id: string, than: string): boolean {
  const [a, b] = [parseSummaryId(id), parseSummaryId(than)];
  if (!a || !b) return a !== null;
  return a.serial === b.serial ? a.box > b.box : a.serial > b.serial;
}
