import type { ChangesQuery } from './changes-query.js';
import type { Database } from './database.js';
import { readChanges } from './read-changes.js';
import { sequenceText } from './sequence.js';

/**
 * The text of a `_changes` answer, piece by piece. A feed that waits ends cleanly (closed JSON, or a last line)
 * when `signal` is aborted, when its time-out has passed, or when its limit is reached. The first piece comes after
 * the first read, so that a filter which PouchDB refuses can still become an error answer.
 */
export async function* changesFeed(
  database: Database,
  query: ChangesQuery,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const lines = query.feed === 'continuous';
  const upTo = Number((await database.pouch.info()).update_seq);
  // CouchDB begins anew where a sequence is none that this database gave out.
  let since = query.since === 'now' ? upTo : query.since > upTo ? 0 : query.since;
  let seen = database.writes;
  let page = await readChanges(database, query, since, query.limit);
  let sent = 0;
  yield lines ? '' : '{"results":[\n';
  for (;;) {
    for (const row of page.rows) {
      const text = JSON.stringify(row);
      yield lines ? `${text}\n` : sent > 0 ? `,\n${text}` : text;
      sent += 1;
    }
    since = page.last;
    if (!page.full) {
      const waits = sent < query.limit && (lines || (query.feed === 'longpoll' && sent === 0));
      if (!waits || !(yield* pause(database, query, seen, signal))) break;
    }
    seen = database.writes;
    page = await readChanges(database, query, since, query.limit - sent);
  }
  const end = JSON.stringify({ last_seq: sequenceText(since), pending: page.pending });
  yield lines ? `${end}\n` : `\n],\n${end.slice(1)}`;
}

/** Waits for the next write, with heartbeats; false when the feed is over. */
async function* pause(
  database: Database,
  query: ChangesQuery,
  seen: number,
  signal: AbortSignal,
): AsyncGenerator<string, boolean> {
  for (;;) {
    const outcome = await database.change(seen, query.heartbeat ?? query.timeout ?? Infinity, signal);
    if (outcome === 'written') return true;
    if (outcome === 'stopped' || query.heartbeat === null) return false;
    yield '\n';
  }
}
