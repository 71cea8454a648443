import type { ServerScope } from 'nano';
import { facilityDatabase, type BoxId } from '../../records/ids.js';
import { startOfDay, addDays, type Day } from '../../records/day.js';
import { sideBySide } from './side-by-side.js';

/** More than a facility's records of some days: paging would be the embedded CouchDB's weakness, not mango's. */
const PAGE = 100_000;
const AT_ONCE = 4;
/** Of these the figures behind the indicators are counted. */
const COUNTED = [
  ...['visit', 'vitals', 'consultation', 'diagnosis', 'lab-order', 'lab-result', 'prescription', 'dispense'],
  ...['referral', 'admission'],
];

export function indexRawRecords({ nano }: { nano: ServerScope }, boxes: BoxId[]): Promise<void> {
  return sideBySide(boxes, AT_ONCE, async (box) => {
    const database = nano.use(facilityDatabase(box));
    await database.createIndex({ index: { fields: ['type', 'at'] } });
    // The first question builds it.
    await database.find({ selector: { type: 'visit', at: { $gt: '' } }, limit: 1 });
  });
}

/**
 * The records that the indicators of these days count, as one would ask for them who has no summaries: by mango, with an
 * index that fits. Only the asking: nothing is counted. Gives the number of visits, to compare.
 */
export async function findRawRecords(
  { nano }: { nano: ServerScope },
  boxes: BoxId[],
  period: { from: Day; to: Day },
): Promise<{ read: number; visits: number }> {
  const at = {
    $gte: new Date(startOfDay(period.from)).toISOString(),
    $lt: new Date(startOfDay(addDays(period.to, 1))).toISOString(),
  };
  const total = { read: 0, visits: 0 };
  await sideBySide(boxes, AT_ONCE, async (box) => {
    const database = nano.use(facilityDatabase(box));
    for (const type of COUNTED) {
      const answer = await database.find({ selector: { type, at }, limit: PAGE });
      if (answer.warning !== undefined) throw new Error(answer.warning);
      total.read += answer.docs.length;
      if (type === 'visit') total.visits += answer.docs.length;
    }
  });
  return total;
}
