import { badRequest, CouchError, notFound } from './couch-error.js';
import { isObject } from './body.js';
import type { Pouch } from './pouch.js';
import { reducerOf } from './reducer-of.js';
import { compileMap, type Emitted } from './view-functions.js';
import { ViewRows, type Reducer, type StoredRow } from './view-rows.js';

/** Documents that are mapped at a time. */
const PAGE = 500;

export interface View {
  rows: ViewRows;
  /** null: map only */
  reducer: Reducer | null;
}

interface IndexedView extends View {
  map: (documents: string[]) => Emitted[];
  /** what each document emitted */
  emitted: Map<string, StoredRow[]>;
}

/**
 * The views of one design document, in memory: mapped together, as CouchDB does, when somebody asks, as far as the
 * database has come then. After a restart they are built anew.
 */
export class ViewIndex {
  readonly #views = new Map<string, IndexedView>();
  #since = 0;
  #updating: Promise<void> = Promise.resolve();
  /** who waits for the rows */
  #waiting = 0;

  /** Throws 400 `compilation_error`. */
  constructor(
    private readonly pouch: Pouch,
    sources: ViewSources,
  ) {
    for (const [name, { map, reduce }] of Object.entries(sources)) {
      this.#views.set(name, {
        map: compileMap(map),
        reducer: reduce === undefined ? null : reducerOf(reduce),
        rows: new ViewRows(),
        emitted: new Map(),
      });
    }
  }

  /** A view that has seen all that stands; throws 404 where the design has none of that name. */
  async view(name: string): Promise<View & { since: number }> {
    const view = this.#views.get(name);
    if (!view) throw notFound('missing_named_view');
    this.#waiting += 1;
    try {
      this.#updating = this.#updating.catch(() => undefined).then(() => this.#update());
      await this.#updating;
    } finally {
      this.#waiting -= 1;
    }
    return { ...view, since: this.#since };
  }

  /** How far it is; starts nothing, as CouchDB's `_info`. */
  async progress(): Promise<{ seen: number; pending: number; waiting: number }> {
    const last = Number((await this.pouch.info()).update_seq);
    return { seen: this.#since, pending: Math.max(0, last - this.#since), waiting: this.#waiting };
  }

  async #update(): Promise<void> {
    const changed = [...this.#views.values()].map((view) => ({
      view,
      removed: [] as StoredRow[],
      added: [] as StoredRow[],
    }));
    for (;;) {
      const { results, last_seq } = await this.pouch.changes({
        since: this.#since,
        limit: PAGE,
        include_docs: true,
      });
      this.#since = Number(last_seq);
      const rows = results.filter(({ id }) => !id.startsWith('_design/'));
      const texts = rows.map(({ deleted, doc }) => (deleted ? null : JSON.stringify(doc)));
      for (const { view, removed, added } of changed) {
        const emitted = view.map(texts.filter((text) => text !== null)).values();
        rows.forEach(({ id }, at) => {
          removed.push(...(view.emitted.get(id) ?? []));
          const mapped = texts[at] === null ? [] : (emitted.next().value ?? []);
          // Emitted under several keys a value is kept once.
          const values = new Map(mapped.map(([, value]) => [value, value]));
          const stored = mapped.map(([key, value]) => ({ key, id, value: values.get(value) ?? value }));
          if (stored.length > 0) view.emitted.set(id, stored);
          else view.emitted.delete(id);
          added.push(...stored);
        });
      }
      if (results.length < PAGE) break;
    }
    for (const { view, removed, added } of changed) view.rows.change(removed, added);
  }
}

/** A view's functions as its design document has them. */
export type ViewSources = Record<string, { map: string; reduce?: string }>;

/** A design document's views; throws 400 where a view is none. Those of another language (Mango's) are no views here. */
export function viewSources(design: object): ViewSources {
  const { views = {}, language = 'javascript' } = design as { views?: unknown; language?: unknown };
  if (!isObject(views)) throw badRequest('`views` must be a JSON object');
  if (language !== 'javascript') return {};
  const sources: ViewSources = {};
  for (const [name, view] of Object.entries(views)) {
    // CouchDB's own name for what the functions share.
    if (name === 'lib') continue;
    const { map, reduce } = isObject(view) ? view : {};
    if (typeof map !== 'string' || (reduce !== undefined && typeof reduce !== 'string')) {
      throw new CouchError(
        400,
        'invalid_design_doc',
        `\`map\` and \`reduce\` of the view ${name} must be text`,
      );
    }
    sources[name] = { map, ...(reduce === undefined ? {} : { reduce }) };
  }
  return sources;
}
