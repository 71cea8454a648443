import { addRevisions, EMPTY_SUM } from './ledger-sum.js';
import type { LedgerSum } from './exchange/messages.js';
import type { PushMark } from './sync-mark.js';

/** Rows that are read at once. */
const PAGE = 5_000;

/** A run of the ledger, summed up. */
export interface SummedRun {
  /** the sequence of its last record */
  upTo: number;
  sum: LedgerSum;
}

/** Goes on from `standing` (or from `startsAt`) to the sequence `upTo`. */
export async function sumLedger(
  records: PouchDB.Database,
  standing: SummedRun | undefined,
  startsAt: number,
  upTo: number,
): Promise<SummedRun> {
  let run = standing && standing.upTo <= upTo ? standing : { upTo: startsAt, sum: EMPTY_SUM };
  while (run.upTo < upTo) {
    const limit = Math.min(PAGE, upTo - run.upTo);
    const { results } = await records.changes({ since: run.upTo, limit });
    const last = results.at(-1);
    if (!last) break;
    const revisions = results.flatMap(({ changes }) => changes.map(({ rev }) => rev));
    run = { upTo: Number(last.seq), sum: addRevisions(run.sum, revisions) };
  }
  return run;
}

/** What the centre must hold once it has all of it but the refused ones. */
export async function withoutRefused(
  records: PouchDB.Database,
  sum: LedgerSum,
  { refused }: PushMark,
): Promise<LedgerSum> {
  if (refused.length === 0) return sum;
  const { rows } = await records.allDocs({ keys: refused.map(({ id }) => id) });
  const revisions = rows.flatMap((row) => ('value' in row ? [row.value.rev] : []));
  return addRevisions(sum, revisions, -1);
}
