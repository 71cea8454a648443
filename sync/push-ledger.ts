import type { CentreDatabase } from './centre-database.js';
import { centreError } from './centre-error.js';
import { OTHER_CONTENT, REFUSALS_KEPT, refusesAll } from './refusals.js';
import { replicate } from './replicator.js';
import { writePushMark } from './sync-mark.js';
import type { PushMark, Refusal } from './sync-mark.js';

export interface Push {
  records: PouchDB.Database;
  centre: CentreDatabase;
  /** read before; this function moves it on and saves it */
  mark: PushMark;
  batchSize: number;
  signal: AbortSignal;
  now: () => number;
  /** a batch has been answered and the mark is saved */
  onProgress: () => void;
}

/**
 * Sends what the centre has not confirmed, by PouchDB's stock replication. The mark moves with each batch, in one
 * write with the refusals of that batch, so that a kill in between forgets neither.
 */
export async function pushLedger({
  records,
  centre,
  mark,
  batchSize,
  signal,
  now,
  onProgress,
}: Push): Promise<void> {
  const { update_seq: end } = await records.info();
  if (Number(end) <= mark.confirmed) return;
  let refusals: Refusal[] = [];
  let saving = Promise.resolve();

  function confirm(sequence: number): void {
    mark.confirmed = Math.max(mark.confirmed, sequence);
    mark.refused = [
      ...mark.refused.filter(({ id }) => !refusals.some((other) => other.id === id)),
      ...refusals,
    ];
    refusals = [];
    const saved = { ...mark };
    saving = saving.then(() => writePushMark(records, saved)).then(onProgress);
    // Awaited below; this keeps Node from ending the process before.
    saving.catch(() => undefined);
  }

  const work = replicate(
    records,
    centre.database,
    // The mark is the checkpoint; PouchDB's own copy stays on this side, where it costs no request.
    { since: mark.confirmed, checkpoint: 'source', batch_size: batchSize, batches_limit: 2 },
    signal,
    (replication) => {
      void replication.on('denied', (error) => {
        const { id, reason, message } = error as PouchDB.Core.Error;
        const at = new Date(now()).toISOString();
        if (id !== undefined) refusals.push({ id, reason: (reason ?? message ?? '').slice(0, 120), at });
        if (mark.refused.length + refusals.length > REFUSALS_KEPT) replication.cancel();
      });
      onCheckpoint(replication, (sequence) => {
        if (mark.refused.length + refusals.length <= REFUSALS_KEPT) confirm(sequence);
      });
    },
  );
  try {
    await work;
  } catch (cause) {
    signal.throwIfAborted();
    throw centreError(cause, centre.name);
  } finally {
    await saving;
  }
  if (mark.refused.length + refusals.length > REFUSALS_KEPT) {
    throw refusesAll([...mark.refused, ...refusals], centre.name);
  }
  confirm(Number(end));
  await saving;
}

/** Offers refused records once more: the centre may have been put right. */
export async function pushRefused({ records, centre, mark, signal }: Push): Promise<void> {
  // A rival that the gateway kept out would get in here, as a conflict.
  const offered = mark.refused.filter(({ reason }) => reason !== OTHER_CONTENT);
  if (offered.length === 0) return;
  const { results } = await records.bulkGet({ docs: offered.map(({ id }) => ({ id })), revs: true });
  const documents = results.flatMap(({ docs }) => docs.flatMap((found) => ('ok' in found ? [found.ok] : [])));
  const answers = await centre.database.bulkDocs(documents, { new_edits: false }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw centreError(cause, centre.name);
  });
  const still = new Set(answers.flatMap((answer) => ('error' in answer ? [answer.id] : [])));
  mark.refused = mark.refused.filter(({ id, reason }) => reason === OTHER_CONTENT || still.has(id));
  await writePushMark(records, mark);
}

/** PouchDB tells of each finished batch by an event that its types do not know, among others of that name. */
function onCheckpoint(replication: object, listener: (sequence: number) => void): void {
  (replication as NodeJS.EventEmitter).on('checkpoint', (event: { checkpoint?: number }) => {
    if (event.checkpoint !== undefined) listener(event.checkpoint);
  });
}
