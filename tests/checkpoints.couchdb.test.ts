import t from 'tap';
import { inboxDatabase, papersDatabase } from '../records/ids.js';
import { openCentreDatabase, type Centre } from '../sync/centre-database.js';
import { LINE_LIMITS, openLine } from '../sync/centre-line.js';
import { moveNewsCursor, readNewsMark } from '../sync/exchange/news-intake.js';
import { pullDown } from '../sync/pull-down.js';
import {
  atCentre,
  type ExchangeJourney,
  HURRIED,
  PASSWORD,
  PATIENCE,
  setOut,
  standsAtCentre,
} from './exchange-journey.js';
import { restoreDatabase, saveDatabase } from './set-back-database.js';
import { settle } from './settle.js';
import { runStock } from './stock-after-exchange.js';
import { until } from './until.js';

t.setTimeout(120_000);

t.test('after an exchange a stock replication finds nothing to do, in either direction', async (t) => {
  const journey = await setOut(t);
  const { box, nano, databases } = journey;
  await journey.write(30);
  await nano.use(inboxDatabase(box)).insert({ words: 'नमस्ते' } as object, 'note:1');
  await settle();
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

t.test('each exchange moves them on, also over a new start of the gateway and of the box', async (t) => {
  const journey = await setOut(t);
  const { box, nano } = journey;
  for (const restart of [null, 'gateway', 'box'] as const) {
    let replication = journey.start();
    await journey.write(5);
    t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date' });
    if (restart === 'gateway') await journey.restartGateway();
    if (restart === 'box') {
      await replication.stop();
      replication = journey.start();
    }
    await journey.write(3);
    await nano.use(inboxDatabase(box)).insert({ words: restart } as object, `note:${restart}`);
    await settle();
    t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date' });
    const up = await runStock(journey, 'records');
    t.same(up, { read: 0, written: 0, asked: [], since: null }, `${restart}: nothing goes up`);
    const down = await runStock(journey, 'inbox');
    t.same(down.asked, ['GET _changes'], `${restart}: nothing comes down`);
    await replication.stop();
  }
});

t.test(
  'a stock replication that comes in between goes on from there, and so does the next exchange',
  async (t) => {
    const journey = await setOut(t);
    const replication = journey.start();
    await journey.write(10);
    await replication.syncNow(PATIENCE);
    await replication.stop();
    await journey.write(4);
    t.match(await runStock(journey, 'records'), { read: 4, written: 4 }, 'only what is new goes up');
    await journey.write(4);
    const again = journey.start();
    t.match(await again.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
    t.same((await runStock(journey, 'records')).asked, []);
  },
);

t.test('a centre that was set back to last week lacks nothing after a stock replication', async (t) => {
  const journey = await setOut(t);
  let replication = journey.start();
  await journey.write(10);
  await replication.syncNow(PATIENCE);
  const lastWeek = await saveDatabase(journey, 'records');
  await journey.write(10);
  await replication.syncNow(PATIENCE);
  await replication.stop();

  await restoreDatabase(journey, 'records', lastWeek);
  t.equal((await atCentre(journey)).length, 10);
  const { read, written } = await runStock(journey, 'records');
  t.same({ read, written }, { read: 10, written: 10 }, 'it goes on behind what both sides remember');
  await standsAtCentre(t, journey);

  await restoreDatabase(journey, 'records', lastWeek);
  replication = journey.start();
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date' }, 'an exchange heals it too');
  await standsAtCentre(t, journey);
  t.same((await runStock(journey, 'records')).asked, [], 'and the checkpoint is right again');
});

t.test('papers that a centre has lost since last week are sent again', async (t) => {
  const journey = await setOut(t);
  const { papers } = journey.databases;
  let replication = journey.start();
  for (const id of ['paper:1', 'paper:2'])
    await papers.put({ _id: id, _attachments: { 'scan.jpg': scan() } });
  await replication.syncNow(PATIENCE);
  const lastWeek = await saveDatabase(journey, 'papers');
  await papers.put({ _id: 'paper:3', _attachments: { 'scan.jpg': scan() } });
  await replication.syncNow(PATIENCE);
  await replication.stop();

  await restoreDatabase(journey, 'papers', lastWeek);
  replication = journey.start();
  await papers.put({ _id: 'paper:4', _attachments: { 'scan.jpg': scan() } });
  await replication.syncNow(PATIENCE);
  await replication.syncNow(PATIENCE);
  const { rows } = await journey.nano.use(papersDatabase(journey.box)).list();
  t.same(
    rows.map(({ id }) => id),
    ['paper:1', 'paper:2', 'paper:3', 'paper:4'],
  );
  t.same((await runStock(journey, 'papers')).asked, []);
});

t.test('what came by stock replication while the gateway was away does not come by it again', async (t) => {
  const journey = await setOut(t);
  const { box, nano, databases } = journey;
  const inbox = nano.use<{ words: string }>(inboxDatabase(box));
  await inbox.insert({ words: 'एक' }, 'note:1');
  await settle();
  const replication = journey.start({
    centre: { ...centreOf(journey), gateway: journey.line.url },
    patience: { ...HURRIED, withoutProgressMs: 200 },
    pace: { pullEveryMs: 100 },
  });
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', received: 1 });
  journey.line.set('down');
  await inbox.insert({ words: 'दो' }, 'note:2');
  await settle();
  await until('it came past the gateway', async () => {
    await replication.syncNow(PATIENCE);
    return (await databases.inbox.info()).doc_count === 2;
  });
  journey.line.set('open');
  await until('the gateway is back', async () => (await replication.syncNow(PATIENCE)).kind === 'up-to-date');
  t.equal(replication.state().received, 2);
});

t.test('while news are expected the box asks again soon, without a word from anybody', async (t) => {
  const journey = await setOut(t);
  const { box, nano, databases } = journey;
  const inbox = nano.use<{ words: string }>(inboxDatabase(box));
  let expected = true;
  const replication = journey.start({ expectsNews: () => expected, pace: { listenEveryMs: 50 } });
  await replication.syncNow(PATIENCE);
  await inbox.insert({ words: 'एक' }, 'note:1');
  await until('it came by itself', async () => (await databases.inbox.info()).doc_count === 1);
  t.ok(replication.state().heardAt, 'and the box knows as of when its news are');
  expected = false;
  await replication.syncNow(PATIENCE);
  const asked = replication.state().heardAt;
  await new Promise((resolve) => setTimeout(resolve, 300));
  t.equal(replication.state().heardAt, asked, 'nobody asks an idle line');
});

t.test('past the gateway nothing is looked at again that came through it', async (t) => {
  const journey = await setOut(t);
  const { box, nano, databases } = journey;
  const name = inboxDatabase(box);
  for (const n of [1, 2, 3]) await nano.use<{ n: number }>(name).insert({ n }, `note:${n}`);
  await settle();
  const replication = journey.start();
  await replication.syncNow(PATIENCE);
  await replication.stop();
  const mark = await readNewsMark(databases.inbox);
  const seen: string[] = [];
  const line = openLine(nano.config.url, LINE_LIMITS, () => undefined);
  const counted = {
    ...line,
    fetch: (url: string | Request, init?: RequestInit) => {
      seen.push(decodeURIComponent(new URL(url as string).pathname.split('/')[2] ?? ''));
      return line.fetch(url, init);
    },
  };
  const centre = openCentreDatabase(centreOf(journey), name, counted);
  const { signal } = new AbortController();
  const work = { local: databases.inbox, centre, batchSize: 100, signal };
  t.match(await pullDown({ ...work, since: mark?.to ?? 0 }), { count: 0 });
  t.same(seen, ['', '_changes']);
  line.close();
});

t.test('an inbox that was made anew is read from the start', async (t) => {
  const journey = await setOut(t);
  const { box, nano, databases } = journey;
  const inbox = nano.use<{ n: number }>(inboxDatabase(box));
  const replication = journey.start();
  await inbox.insert({ n: 1 }, 'note:1');
  await settle();
  await replication.syncNow(PATIENCE);
  const lastWeek = await saveDatabase(journey, 'inbox');
  for (const n of [2, 3, 4, 5]) await inbox.insert({ n }, `note:${n}`);
  await settle();
  await replication.syncNow(PATIENCE);
  await restoreDatabase(journey, 'inbox', lastWeek);
  await inbox.insert({ n: 6 }, 'note:6');
  await settle();
  await replication.syncNow(PATIENCE);
  t.match(await databases.inbox.get('note:6'), { n: 6 });
  t.equal((await databases.inbox.info()).doc_count, 6, 'and nothing that came before is lost');
  t.same((await runStock(journey, 'inbox')).asked, ['GET _changes']);
});

t.test('a cursor that another CouchDB told is no reason to turn the box away', async (t) => {
  const journey = await setOut(t);
  const { box, nano, databases } = journey;
  await nano.use<{ n: number }>(inboxDatabase(box)).insert({ n: 1 }, 'note:1');
  await settle();
  await moveNewsCursor(databases.inbox, journey.line.url, 'no-sequence-of-this-one');
  t.match(await journey.start().syncNow(PATIENCE), { kind: 'up-to-date', received: 1 });
});

function centreOf({ nano, box }: ExchangeJourney): Centre {
  return { url: new URL(nano.config.url).origin, user: box, password: PASSWORD };
}

function scan(): { content_type: string; data: string } {
  return { content_type: 'image/jpeg', data: Buffer.from('scan '.repeat(900)).toString('base64') };
}
