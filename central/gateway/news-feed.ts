import { encodeDocuments } from '../../sync/document-bundle.js';
import type { NewsCursors, Sequence } from '../../sync/exchange/messages.js';
import type { BoxCouch } from './box-couch.js';

/** Changes in one chunk: on a slow line a few seconds, so that a cut costs no more. */
const CHUNK = 500;
/** Bytes of encoded chunks of `shared` that are kept. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** A kept chunk may hold documents that were changed since; they come again in a later one. */
const KEPT_MS = 3_600_000;

export interface NewsChunk {
  bytes: Uint8Array;
  /** documents in it */
  count: number;
  /** the cursor behind it */
  to: Sequence;
  more: boolean;
}

/**
 * What is new in the databases that come down to the boxes. All boxes read the same `shared`, most of them from the
 * same place: its chunks are encoded once, and a new box gets them ready-made, from any chunk on.
 */
export class NewsFeed {
  readonly #kept = new Map<string, { chunk: NewsChunk; until: number }>();
  #bytes = 0;

  /** @param now milliseconds, monotonic */
  constructor(readonly now: () => number) {}

  /**
   * Chunk after chunk from `since` on; one empty chunk where nothing is new.
   *
   * @param checkpoint the name of the box's checkpoint in that database, where it is known
   */
  async *since(
    couch: BoxCouch,
    database: keyof NewsCursors,
    since: Sequence | undefined,
    checkpoint?: string,
  ): AsyncGenerator<NewsChunk> {
    for (let from = since; ;) {
      const chunk = await this.#chunk(couch, database, from);
      if (chunk.to === from && (await couch.isSetBack(database, from, checkpoint))) {
        // It was set back, or made anew: what is in it now the box has never been told.
        from = undefined;
        continue;
      }
      yield chunk;
      if (!chunk.more) return;
      from = chunk.to;
    }
  }

  async #chunk(
    couch: BoxCouch,
    database: keyof NewsCursors,
    since: Sequence | undefined,
  ): Promise<NewsChunk> {
    const key = String(since);
    const kept = database === 'shared' ? this.#kept.get(key) : undefined;
    if (kept && kept.until > this.now()) return kept.chunk;
    const { documents, to, more } = await couch.changes(database, since, CHUNK);
    const bytes = documents.length === 0 ? new Uint8Array() : await encodeDocuments(documents);
    const chunk = { bytes, count: documents.length, to, more };
    // Only whole ones: the last one of all grows with each change.
    if (database === 'shared' && more) this.#keep(key, chunk);
    return chunk;
  }

  #keep(key: string, chunk: NewsChunk): void {
    this.#forget(key);
    this.#kept.set(key, { chunk, until: this.now() + KEPT_MS });
    this.#bytes += chunk.bytes.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#bytes <= KEPT_BYTES) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#bytes -= this.#kept.get(key)?.chunk.bytes.length ?? 0;
    this.#kept.delete(key);
  }
}
