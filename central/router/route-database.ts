import { sequenceCount } from '../../sync/sequence-count.js';
import { applyCopies } from './apply-copies.js';
import { Checkpoint } from './checkpoint.js';
import type { Copy } from './copy.js';
import type { CouchDocument, RouterCouch } from './router-couch.js';

const PAGE = 500;
/** Where nothing was to be copied the place is kept only now and then: it saves reading, and costs a write. */
const KEEP_EVERY = 1_000;

export interface Source {
  /** name of the database */
  name: string;
  /** which documents are wanted */
  selector: object;
  /** what these documents want to stand elsewhere; the same documents give the same copies */
  route: (documents: CouchDocument[]) => Copy[] | Promise<Copy[]>;
}

/** Follows one database from where it was left. One call at a time. */
export class DatabaseRoute {
  readonly #checkpoint: Checkpoint;
  #isLoaded = false;

  constructor(
    private readonly couch: RouterCouch,
    private readonly source: Source,
    private readonly pageSize = PAGE,
  ) {
    this.#checkpoint = new Checkpoint(couch, source.name);
  }

  /**
   * Copies all that has come; the number of documents that were read. Killed at any point, or run twice, it comes to the
   * same. After an error both sides of the checkpoint are compared again: a database may have been restored meanwhile.
   */
  async run(signal?: AbortSignal): Promise<number> {
    try {
      return await this.#run(signal);
    } catch (error) {
      this.#isLoaded = false;
      throw error;
    }
  }

  async #run(signal?: AbortSignal): Promise<number> {
    const { couch, source } = this;
    const checkpoint = this.#checkpoint;
    if (!this.#isLoaded) {
      await checkpoint.load();
      this.#isLoaded = true;
    }
    let read = 0;
    let from = checkpoint.since;
    for (;;) {
      signal?.throwIfAborted();
      const page = await couch.changes(source.name, from, {
        selector: source.selector,
        limit: this.pageSize,
        conflicts: true,
      });
      if (page === null || (await checkpoint.isSetBack(page.last, from))) {
        // No such database any more, or another one under its name.
        if (from === '0') return read;
        checkpoint.restart();
        from = '0';
        continue;
      }
      const copies = await source.route(page.documents);
      const touched = await applyCopies(couch, copies);
      read += page.documents.length;
      from = page.last;
      if (page.documents.length > 0 || isFar(from, checkpoint.since)) await checkpoint.keep(from, touched);
      if (page.pending === 0) return read;
    }
  }
}

function isFar(now: string, kept: string): boolean {
  return sequenceCount(now) - sequenceCount(kept) >= KEEP_EVERY;
}
