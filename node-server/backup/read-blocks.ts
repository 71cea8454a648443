import { setImmediate } from 'node:timers/promises';
import type { BundledRecord } from '../../sync/bundle.js';
import type { FacilityError } from '../../records/facility-error.js';
import { damagedRecord, intact } from '../../records/damaged-row.js';
import type { RecordsDatabase } from '../store/databases.js';
import { BLOCK_RECORDS } from './backup-format.js';

/** Records to one read: some milliseconds of the processor, then the pages have their turn. */
const READ = 250;

/**
 * The ledger's records after `from` up to `upTo` with their revisions, in blocks. The database is asked for anew at
 * each read: after a failed write it is another. Throws `store-damaged` where a record cannot be read or is missing.
 */
export async function* readBlocks(
  database: () => RecordsDatabase,
  from: number,
  upTo: number,
): AsyncGenerator<BundledRecord[], void, void> {
  let block: BundledRecord[] = [];
  let n = from;
  for (let at = from; at < upTo;) {
    const limit = Math.min(READ, upTo - at);
    const { results } = await database().changes({ since: at, limit, include_docs: true });
    for (const { doc, id } of results) if (doc) block.push(nextOf(intact(doc, id), (n += 1)));
    const last = results.at(-1);
    if (!last) throw missing(n + 1);
    at = Number(last.seq);
    if (block.length >= BLOCK_RECORDS) {
      yield block;
      block = [];
    }
    await setImmediate();
  }
  if (block.length > 0) yield block;
}

function nextOf(record: BundledRecord, n: number): BundledRecord {
  if (record.n !== n) throw missing(n);
  return record;
}

function missing(n: number): FacilityError {
  return damagedRecord(`by-sequence ${n}`);
}
