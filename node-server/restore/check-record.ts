import { FacilityError } from '../../records/facility-error.js';
import { boxOf, type BoxId } from '../../records/ids.js';
import type { StoredRecord } from './restore-source.js';

/** The next record of a ledger has its number and is of one of these boxes. Throws `restore-refused`. */
export function checkRecord(record: StoredRecord, n: number, lineage: ReadonlySet<BoxId>): void {
  if (record.n !== n) {
    throw new FacilityError('restore-refused', `Record ${n} is missing.`, {
      params: { reason: 'gap', n },
    });
  }
  const box = boxOf(record._id);
  if (box !== null && lineage.has(box)) return;
  throw new FacilityError('restore-refused', `Record ${n} is not of this facility: ${record._id}`, {
    hint: 'hints.lostBoxCode',
    params: { reason: 'foreign', n },
  });
}
