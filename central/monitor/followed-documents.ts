import type { CouchDocument, RouterCouch } from '../router/router-couch.js';

const PAGE = 500;

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
  /** up to where it was read; null: not yet */
  #since: string | null = null;

  constructor(
    private readonly couch: RouterCouch,
    private readonly followed: Followed,
  ) {}

  all(): Iterable<CouchDocument> {
    return this.#documents.values();
  }

  async update(): Promise<void> {
    if (this.#since === null) await this.#begin();
    else await this.#goOn(this.#since);
  }

  /** The sequence first: what changes while the rest is read comes twice rather than never. */
  async #begin(): Promise<void> {
    const { database, types, first } = this.followed;
    const now = await this.couch.changes(database, 'now', { selector: wanted(types), limit: 1 });
    const documents = await first();
    this.#documents = new Map(documents.map((document) => [document._id, document]));
    this.#since = now?.last ?? null;
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
      for (const document of page.documents) this.#documents.set(document._id, document);
      for (const id of page.deleted) this.#documents.delete(id);
      from = this.#since = page.last;
      if (page.pending === 0) return;
    }
  }
}

/** A document that is deleted has no type any more. */
function wanted(types: readonly string[]): object {
  return { $or: [{ type: { $in: types } }, { _deleted: true }] };
}
