import type { Job } from '../../records/progress.js';
import type { CentreDatabase } from '../centre-database.js';
import { centreError } from '../centre-error.js';
import { readRun, type StoredRecord } from './read-run.js';

/** Records sent at once: few enough for a slow line's patience. */
const AT_ONCE = 200;

/**
 * Sends records as replication does: with the revisions that they have, so that nothing that stands is changed. The
 * centre's own rules may refuse some; the next comparison says which. Throws `centre-unreachable`, `centre-refused`.
 */
export async function* sendAgain(
  ids: ReadonlySet<string>,
  { first, last }: { first: number; last: number },
  records: PouchDB.Database,
  centre: CentreDatabase,
): Job<void> {
  let batch: StoredRecord[] = [];
  let done = 0;
  const send = async (): Promise<void> => {
    await centre.database.bulkDocs(batch, { new_edits: false }).catch((cause: unknown) => {
      throw centreError(cause, centre.name);
    });
    done += batch.length;
    batch = [];
  };
  for await (const { record } of readRun(records, first - 1, last)) {
    if (ids.has(record._id)) batch.push(record);
    if (batch.length < AT_ONCE) continue;
    await send();
    yield { step: 'sync.sending', done, total: ids.size, unit: 'records' };
  }
  if (batch.length > 0) await send();
}
