import t from 'tap';
import { inboxDatabase } from '../records/ids.js';
import { PATIENCE, setOut } from './exchange-journey.js';
import { runStock } from './stock-after-exchange.js';

t.setTimeout(120_000);

t.test('after an exchange a stock replication finds nothing to do, in either direction', async (t) => {
  const journey = await setOut(t);
  const { box, nano, databases } = journey;
  await journey.write(30);
  await nano.use(inboxDatabase(box)).insert({ words: 'नमस्ते' } as object, 'note:1');
  await databases.papers.put({ _id: 'paper:1', _attachments: { 'scan.jpg': scan() } });
  const replication = journey.start();
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });

  for (const database of ['records', 'papers'] as const) {
    const { read, written, asked } = await runStock(journey, database);
    t.same({ read, written, asked }, { read: 0, written: 0, asked: [] }, `${database}: it asks for nothing`);
  }
  for (const database of ['inbox', 'shared'] as const) {
    const { read, written, asked, since } = await runStock(journey, database);
    t.same(
      { read, written, asked },
      { read: 0, written: 0, asked: ['GET _changes'] },
      `${database}: one look`,
    );
    t.not(since, '0', 'from where the exchange had got to');
  }
});

function scan(): { content_type: string; data: string } {
  return { content_type: 'image/jpeg', data: Buffer.from('scan '.repeat(900)).toString('base64') };
}
