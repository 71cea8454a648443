import type { CouchDocument, RouterCouch } from '../router/router-couch.js';

const PAGE = 500;
/**
 * So often all is read again, in milliseconds: of a cluster the sequence may be one copy's and the rest another's, which
 * was behind.
 */
const AGAIN_MS = 600_000;

export interface Followed {
  database: string;
  /** of the documents that count */
  types: readonly string[];
  /** all of them as they stand now, by ranges or views: asked once, and again where the sequence is lost */
  first: () => Promise<CouchDocument[]>;
}

/**
 * Documents of a database, by id: read once, and then kept by what changes, so that looking again costs what has
 * changed and not what is there. Nothing of ours deletes any; what somebody deletes by hand is gone here too.
 */
export class FollowedDocuments {
  #documents = new Map<string, CouchDocument>();
  /** deleted: a copy that is behind may still have them */
  readonly #gone = new Set<string>();
  /** up to where it was read; null: not yet */
  #since: string | null = null;
  #begunAt = -Infinity;

  constructor(
    private readonly couch: RouterCouch,
    private readonly followed: Followed,
    private readonly now: () => number,
  ) {}

  all(): Iterable<CouchDocument> {
    return this.#documents.values();
  }

  async update(): Promise<void> {
    const isDue = this.now() - this.#begunAt >= AGAIN_MS;
    if (this.#since === null || isDue) await this.#begin();
    if (this.#since !== null) await this.#goOn(this.#since);
  }

  /** The sequence first: what changes while the rest is read comes twice rather than never. */
  async #begin(): Promise<void> {
    const { database, types, first } = this.followed;
    const since = this.#since;
    const selector = wanted(types);
    const last = since ?? (await this.couch.changes(database, 'now', { selector, limit: 1 }))?.last ?? null;
    const documents = await first();
    if (since === null) {
      this.#documents = new Map();
      this.#gone.clear();
    }
    for (const document of documents) {
      const { _id: id } = document;
      const known = this.#documents.get(id);
      const isNews = !known || generation(document) > generation(known);
      if (isNews && !this.#gone.has(id)) this.#documents.set(id, document);
    }
    this.#since = last;
    this.#begunAt = this.now();
  }

  async #goOn(since: string): Promise<void> {
    const { database, types } = this.followed;
    for (let from = since; ;) {
      const page = await this.couch.changes(database, from, { selector: wanted(types), limit: PAGE });
      if (page === null) {
        // A sequence of before the database was restored.
        this.#since = null;
        return this.#begin();
      }
      for (const document of page.documents) {
        this.#documents.set(document._id, document);
        this.#gone.delete(document._id);
      }
      for (const id of page.deleted) {
        this.#documents.delete(id);
        this.#gone.add(id);
      }
      from = this.#since = page.last;
      if (page.pending === 0) return;
    }
  }
}

function generation({ _rev = '' }: CouchDocument): number {
  return Number.parseInt(_rev, 10) || 0;
}

/** A document that is deleted has no type any more. */
function wanted(types: readonly string[]): object {
  return { $or: [{ type: { $in: types } }, { _deleted: true }] };
}
