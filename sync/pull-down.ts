import type { CentreDatabase } from './centre-database.js';
import { centreError } from './centre-error.js';
import { replicate } from './replicator.js';
import { readPullMark, writePullMark } from './sync-mark.js';

/**
 * Fetches what is new in one of the centre's databases; the number of documents that came. Costs one small
 * request where nothing is new.
 */
export async function pullDown(
  local: PouchDB.Database,
  centre: CentreDatabase,
  batchSize: number,
  signal: AbortSignal,
): Promise<number> {
  const { update_seq: there, instance_start_time: made = '0' } = await centre.info();
  const mark = await readPullMark(local, centre.address);
  if (mark !== null && mark.updateSeq === there && mark.made === made) return 0;
  // Sequences only grow, so a smaller one means another database of that name: read it from the start.
  const rewind = mark !== null && (leading(there) < leading(mark.updateSeq) || made !== mark.made);
  try {
    const { docs_written: came } = await replicate(
      centre.database,
      local,
      { checkpoint: 'target', batch_size: batchSize, batches_limit: 2, ...(rewind ? { since: 0 } : {}) },
      signal,
    );
    await writePullMark(local, { centre: centre.address, updateSeq: there, made });
    return came;
  } catch (cause) {
    signal.throwIfAborted();
    throw centreError(cause, centre.name);
  }
}

/** CouchDB's `1042-g1AAA…` counts in front; the rest is opaque. */
function leading(sequence: number | string): number {
  return Number.parseInt(String(sequence), 10);
}
