import { FacilityError } from '../../records/facility-error.js';
import type { CentreDatabase } from '../../sync/centre-database.js';
import { centreError } from '../../sync/centre-error.js';
import { retryDelay } from '../../sync/retry.js';
import { setTimeout as pause } from 'node:timers/promises';
import type { StoredRecord } from './restore-source.js';

/** Changes asked for at once; fewer after a failure. */
const PAGE = 2_000;
const SMALLEST = 100;
/** A line that is out for longer ends the restore, which goes on from there when it is run again. */
const TRIES = 6;

export interface FeedPage {
  /** the next ones in order of `n`, without a gap */
  records: StoredRecord[];
  /** where the feed can be taken up again; null while records wait for one before them */
  since: string | number | null;
  /** at the end: the first number that is missing, and how many records stand after it */
  gap?: { n: number; more: number };
}

/**
 * A facility database's records after a number, in order of `n`. The feed of a cluster is only roughly in that order:
 * what comes early waits.
 */
export async function* readFeed(options: {
  database: CentreDatabase;
  after: number;
  upTo: number | null;
  since: string | number;
  signal: AbortSignal;
}): AsyncGenerator<FeedPage, void, void> {
  const { database, after, signal } = options;
  const upTo = options.upTo ?? Infinity;
  let next = after + 1;
  let since = options.since;
  const waiting = new Map<number, StoredRecord>();
  for (let more = true; more;) {
    const page = await ask(database, since, signal);
    since = page.last;
    more = page.more;
    for (const record of page.records) {
      if (record.n < next || record.n > upTo) continue;
      const other = waiting.get(record.n);
      if (other && other._id !== record._id) throw twoOfOne(record.n, other._id, record._id);
      waiting.set(record.n, record);
    }
    const records: StoredRecord[] = [];
    for (let record = waiting.get(next); record; record = waiting.get(next)) {
      records.push(record);
      waiting.delete(next);
      next += 1;
    }
    yield { records, since: waiting.size === 0 ? since : null };
  }
  if (waiting.size > 0) yield { records: [], since: null, gap: { n: next, more: waiting.size } };
}

/** Two records claim one number: nobody but a person can say which is true. */
export function twoOfOne(n: number, one: string, other: string): FacilityError {
  return new FacilityError('restore-refused', `Two records bear the number ${n}: ${one} and ${other}.`, {
    hint: 'hints.whichIsTrue',
    params: { reason: 'contradiction', n },
  });
}

interface Page {
  records: StoredRecord[];
  last: string | number;
  more: boolean;
}

async function ask(database: CentreDatabase, since: string | number, signal: AbortSignal): Promise<Page> {
  for (let failures = 0; ;) {
    signal.throwIfAborted();
    const limit = Math.max(SMALLEST, PAGE >> failures);
    try {
      const { results, last_seq: last } = await database.database.changes<StoredRecord>({
        since,
        limit,
        batch_size: limit,
        include_docs: true,
      });
      const records = results.flatMap(({ id, doc }) =>
        doc && !id.startsWith('_design/') ? [doc as StoredRecord] : [],
      );
      return { records, last, more: results.length >= limit };
    } catch (cause) {
      const error = centreError(cause, database.name);
      failures += 1;
      if (error.code !== 'centre-unreachable' || failures >= TRIES) throw error;
      await pause(retryDelay(failures), undefined, { signal });
    }
  }
}
