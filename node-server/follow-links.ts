import { readLink, type PersonLinks } from '../records/person-links.js';
import type { DownDatabase } from './store/databases.js';

const PREFIX = 'link:';

/** Folds the decisions that lie in a box's inbox, and those that come. Returns the way to stop. */
export async function followLinks(inbox: DownDatabase, links: PersonLinks): Promise<() => void> {
  const take = (document: object | undefined): void => {
    const link = document && readLink(document);
    if (link) links.apply(link);
  };
  const { update_seq: since } = await inbox.info();
  const { rows } = await inbox.allDocs({ include_docs: true, startkey: PREFIX, endkey: `${PREFIX}\uffff` });
  for (const row of rows) if ('doc' in row && row.doc) take(row.doc);
  const feed = inbox.changes({ live: true, since, include_docs: true });
  void feed.on('change', ({ id, doc }) => {
    if (id.startsWith(PREFIX)) take(doc);
  });
  void feed.on('error', () => undefined);
  return () => {
    feed.cancel();
  };
}
