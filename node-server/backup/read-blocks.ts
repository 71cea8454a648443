import { setImmediate } from 'node:timers/promises';
import type { BundledRecord } from '../../sync/bundle.js';
import type { RecordsDatabase } from '../store/databases.js';
import { BLOCK_RECORDS } from './backup-format.js';

/** Records to one read: some milliseconds of the processor, then the pages have their turn. */
const READ = 250;

/**
 * The ledger's records after `from` up to `upTo` with their revisions, in blocks. The database is asked for anew at
 * each read: after a failed write it is another.
 */
export async function* readBlocks(
  database: () => RecordsDatabase,
  from: number,
  upTo: number,
): AsyncGenerator<BundledRecord[], void, void> {
  let block: BundledRecord[] = [];
  for (let at = from; at < upTo;) {
    const limit = Math.min(READ, upTo - at);
    const { results } = await database().changes({ since: at, limit, include_docs: true });
    for (const { doc } of results) if (doc) block.push(doc);
    const last = results.at(-1);
    if (!last) break;
    at = Number(last.seq);
    if (block.length >= BLOCK_RECORDS) {
      yield block;
      block = [];
    }
    await setImmediate();
  }
  if (block.length > 0) yield block;
}
