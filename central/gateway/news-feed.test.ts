import t from 'tap';
import { decodeDocuments } from '../../sync/document-bundle.js';
import type { BoxCouch } from './box-couch.js';
import { NewsFeed } from './news-feed.js';
import type { Changes } from './read-changes.js';

t.test('a database that was set back from a copy of its file is told from the start', async (t) => {
  const note = { _id: 'note:1', _rev: '1-0123456789abcdef0123456789abcdef' };
  // As CouchDB answers there: it knows the cursor for its own, and waits until it has grown past it.
  const couch = {
    changes: (_database: string, since?: string): Promise<Changes> =>
      Promise.resolve(
        since === '900-x'
          ? { documents: [], to: since, more: false }
          : { documents: [note], to: '450-x', more: false },
      ),
    isSetBack: (_database: string, cursor: string) => Promise.resolve(cursor === '900-x'),
  } as unknown as BoxCouch;
  const told = [];
  for await (const chunk of new NewsFeed(() => 0).since(couch, 'inbox', '900-x')) told.push(chunk);
  t.match(told, [{ count: 1, to: '450-x', more: false }]);
  t.match(decodeDocuments(told[0]?.bytes ?? new Uint8Array()), [note]);
});
