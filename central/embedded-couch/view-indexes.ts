import type { Pouch } from './pouch.js';
import { ViewIndex, viewSources } from './view-index.js';

/**
 * The indexes of a database by their functions, as CouchDB has them: a design document that takes another's place with
 * the same views finds them built.
 */
export class ViewIndexes {
  readonly #indexes = new Map<string, ViewIndex>();

  constructor(private readonly pouch: Pouch) {}

  /** Throws 404 where there is no such design document. */
  async of(design: string): Promise<ViewIndex> {
    const sources = viewSources(await this.pouch.get(design));
    const signature = JSON.stringify(sources);
    const standing = this.#indexes.get(signature);
    if (standing) return standing;
    const index = new ViewIndex(this.pouch, sources);
    this.#indexes.set(signature, index);
    return index;
  }

  /** Drops those that no design document names any more. */
  async cleanUp(): Promise<void> {
    const { rows } = await this.pouch.allDocs({
      startkey: '_design/',
      endkey: '_design0',
      include_docs: true,
    });
    const named = new Set(rows.map(({ doc }) => JSON.stringify(viewSources(doc ?? {}))));
    for (const signature of this.#indexes.keys()) if (!named.has(signature)) this.#indexes.delete(signature);
  }
}
