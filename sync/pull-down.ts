import type { CentreDatabase } from './centre-database.js';
import { centreError } from './centre-error.js';
import type { Sequence } from './exchange/messages.js';
import { replicate } from './replicator.js';
import { sequenceCount } from './sequence-count.js';
import { readPullMark, writePullMark } from './sync-mark.js';

export interface PullDown {
  local: PouchDB.Database;
  centre: CentreDatabase;
  /** how far the exchange has read it, where there is a gateway: that is newer than PouchDB's own checkpoint */
  since?: Sequence;
  batchSize: number;
  signal: AbortSignal;
}

export interface PulledDown {
  /** documents that came */
  count: number;
  /** absent: nothing was new */
  to?: Sequence;
}

/** Fetches what is new in one of the centre's databases. Costs one small request where nothing is new. */
export async function pullDown({ local, centre, since, batchSize, signal }: PullDown): Promise<PulledDown> {
  const { update_seq: there, instance_start_time: made = '0', ...info } = await centre.info();
  const documents = info.doc_count + (info.doc_del_count ?? 0);
  const mark = await readPullMark(local, centre.address);
  const isCluster = (info.cluster?.n ?? 1) > 1;
  // Of a cluster one copy may have said so, and another, which was read, may have been behind.
  if (!isCluster && mark !== null && mark.updateSeq === there && mark.made === made) return { count: 0 };
  // Sequences only grow, so a smaller one means that the database was set back: read it from the start. On a cluster
  // each copy counts its own writes, and any may answer: there its documents must have become fewer, too.
  const known = [mark?.updateSeq, since].filter((one) => one !== undefined);
  const isLower = known.some((one) => sequenceCount(there) < sequenceCount(one));
  const isOlder = isLower && (!isCluster || documents < (mark?.documents ?? 0));
  const from = isOlder || (mark !== null && made !== mark.made) ? 0 : since;
  try {
    const { docs_written: count, last_seq: to } = await replicate(
      centre.database,
      local,
      {
        checkpoint: 'target',
        batch_size: batchSize,
        batches_limit: 2,
        ...(from === undefined ? {} : { since: from }),
      },
      signal,
    );
    await writePullMark(local, { centre: centre.address, updateSeq: there, made, documents });
    return { count, to };
  } catch (cause) {
    signal.throwIfAborted();
    throw centreError(cause, centre.name);
  }
}
