import type { CouchDocument, RouterCouch } from './router-couch.js';

const PAGE = 500;

/** The documents of these kinds as they stand, some at a time; none where there is no such database. */
export async function* pagesOf(
  couch: RouterCouch,
  database: string,
  selector: object,
): AsyncGenerator<CouchDocument[]> {
  for (let from = '0'; ;) {
    const page = await couch.changes(database, from, { selector, limit: PAGE });
    if (page === null) return;
    yield page.documents;
    from = page.last;
    if (page.pending === 0) return;
  }
}
