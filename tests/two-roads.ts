import fc from 'fast-check';
import type { Test } from 'tap';
import { facilityDatabase, inboxDatabase, papersDatabase } from '../records/ids.js';
import { decodeBundle, encodeBundle, type BundledRecord } from '../sync/bundle.js';
import { atCentre, onBox, PASSWORD, setOut, type ExchangeJourney } from './exchange-journey.js';
import { settle } from './settle.js';
import { runStock } from './stock-after-exchange.js';
import { StockPouch } from './stock-pouch.js';

/** One thing that happens between a box and its centre. */
export type RoadStep =
  /** people write on */
  | { kind: 'write'; count: number }
  /** a scan is kept; now and then the same one a second time */
  | { kind: 'paper'; id: number; size: number }
  /** somebody at the centre addresses something to the boxes, or changes it */
  | { kind: 'news'; id: number; words: string }
  /** through the gateway, over a line that is cut after so many bytes; null: one that holds */
  | { kind: 'exchange'; cutAfter: number | null }
  /** a bundle of some records arrives, whatever came before: late, early, or once more */
  | { kind: 'bundle'; from: number; share: number }
  /** PouchDB's own replication, of everything or of some records only */
  | { kind: 'stock-push'; every: number }
  | { kind: 'stock-pull' }
  | { kind: 'restart' };

export const ROAD_STEPS: fc.Arbitrary<RoadStep[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('write' as const), count: fc.integer({ min: 1, max: 60 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('paper' as const),
        id: fc.integer({ min: 1, max: 4 }),
        size: fc.integer({ min: 1, max: 9_000 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('news' as const),
        id: fc.integer({ min: 1, max: 5 }),
        words: fc.string({ unit: 'grapheme', maxLength: 12 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('exchange' as const),
        cutAfter: fc.option(fc.integer({ min: 200, max: 4_000 })),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('bundle' as const),
        from: fc.double({ min: 0, max: 1, noNaN: true }),
        share: fc.double({ min: 0.05, max: 1, noNaN: true }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('stock-push' as const),
        every: fc.integer({ min: 1, max: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('stock-pull' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  ),
  { minLength: 2, maxLength: 9 },
);

/**
 * Takes these steps, then lets everything arrive, and holds box and centre against each other, and against a database
 * that got the same records by stock replication alone (law 5).
 */
export async function takeRoads(t: Test, steps: readonly RoadStep[]): Promise<void> {
  const journey = await setOut(t);
  const remote = (name: string): PouchDB.Database => remoteDatabase(journey, name);
  const ledger = remote(facilityDatabase(journey.box));
  await journey.write(20);
  for (const step of steps) await take(step, journey, ledger);
  journey.line.cutEvery(Infinity);
  await settle();
  await exchange(journey, 60_000);
  await settle();

  const here = await onBox(journey);
  t.same(await atCentre(journey), here, 'the centre has the same documents and revisions');
  const diff = await ledger.revsDiff(revisionsOf(here));
  t.same(diff, {}, '_revs_diff is empty');
  t.same(await newsAt(journey), await newsHere(journey), 'and the box what came down');

  const { records, papers, shared, inbox } = journey.databases;
  const scans = await papersIn(papers);
  t.same(await papersIn(remote(papersDatabase(journey.box))), scans, 'scans too, byte for byte');
  for (const database of ['records', 'papers'] as const) {
    const { read, written, asked } = await runStock(journey, database);
    t.same({ read, written, asked }, { read: 0, written: 0, asked: [] }, `stock: no ${database} to send`);
  }
  for (const database of ['shared', 'inbox'] as const) {
    const { read, written, asked } = await runStock(journey, database);
    t.same(
      { read, written, asked },
      { read: 0, written: 0, asked: ['GET _changes'] },
      `nor ${database} to fetch`,
    );
  }
  for (const [name, local] of [
    ['shared', shared],
    [inboxDatabase(journey.box), inbox],
  ] as const) {
    const down = await local.replicate.from(remote(name), { filter: isNoDesign });
    t.equal(down.docs_written, 0, `nor one down, of ${name.replace(journey.box.toLowerCase(), '…')}`);
  }

  const twin = `nadi-twin-${journey.box.toLowerCase()}`;
  await journey.nano.db.create(twin);
  try {
    await records.replicate.to(remoteAsAdmin(journey, twin));
    await settle();
    const { rows } = await journey.nano.use(twin).list();
    t.same(
      rows.map(({ id, value }) => `${id} ${value.rev}`),
      here,
      'stock replication alone ends in the same',
    );
  } finally {
    await journey.nano.db.destroy(twin);
  }
}

async function take(step: RoadStep, journey: ExchangeJourney, ledger: PouchDB.Database): Promise<void> {
  const { databases, nano, box } = journey;
  switch (step.kind) {
    case 'write':
      await journey.write(step.count);
      return;
    case 'paper': {
      const data = Buffer.alloc(step.size, `scan ${step.id}`).toString('base64');
      const _attachments = { 'scan.jpg': { content_type: 'image/jpeg', data } };
      // Immutable: what stands is left.
      await databases.papers.put({ _id: `paper:${step.id}`, _attachments }).catch((error: unknown) => {
        if ((error as { status?: number }).status !== 409) throw error;
      });
      return;
    }
    case 'news': {
      const inbox = nano.use<{ words: string }>(inboxDatabase(box));
      const id = `note:${step.id}`;
      const standing = await inbox.get(id).catch(() => null);
      await inbox.insert({ words: step.words, ...(standing ? { _rev: standing._rev } : {}) }, id);
      return;
    }
    case 'exchange':
      journey.line.cutEvery(step.cutAfter ?? Infinity);
      await exchange(journey, step.cutAfter === null ? 20_000 : 700);
      return;
    case 'bundle': {
      const { rows } = await databases.records.allDocs<BundledRecord>({ include_docs: true });
      const all = rows.flatMap(({ doc }) => (doc ? [doc as BundledRecord] : [])).sort((a, b) => a.n - b.n);
      const from = Math.floor(step.from * all.length);
      const some = all.slice(from, from + Math.ceil(step.share * all.length));
      if (some.length === 0) return;
      // As the gateway writes what it has read.
      const docs = decodeBundle(await encodeBundle(some));
      await ledger.bulkDocs(docs as never[], { new_edits: false });
      return;
    }
    case 'stock-push': {
      const { rows } = await databases.records.allDocs();
      const ids = rows.flatMap((row, i) => ('value' in row && i % step.every === 0 ? [row.id] : []));
      await databases.records.replicate.to(ledger, step.every === 1 ? {} : { doc_ids: ids });
      return;
    }
    case 'stock-pull':
      await databases.inbox.replicate.from(remoteDatabase(journey, inboxDatabase(box)), {
        filter: isNoDesign,
      });
      return;
    case 'restart':
      await journey.restartGateway();
  }
}

/** The box's own way, as long as it gets; a line that breaks is tried again until then. */
async function exchange(journey: ExchangeJourney, ms: number): Promise<void> {
  const replication = journey.start();
  try {
    await replication.syncNow({ timeoutMs: ms });
  } finally {
    await replication.stop();
  }
}

function remoteDatabase({ nano, box }: ExchangeJourney, name: string): PouchDB.Database {
  const { origin } = new URL(nano.config.url);
  return new StockPouch(`${origin}/${name}`, {
    auth: { username: box, password: PASSWORD },
    skip_setup: true,
  });
}

function remoteAsAdmin({ nano }: ExchangeJourney, name: string): PouchDB.Database {
  const { origin, username, password } = new URL(nano.config.url);
  const auth = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return new StockPouch(`${origin}/${name}`, { auth, skip_setup: true });
}

/** A design document is the centre's own. */
function isNoDesign({ _id }: { _id: string }): boolean {
  return !_id.startsWith('_design/');
}

function revisionsOf(rows: readonly string[]): Record<string, string[]> {
  return Object.fromEntries(
    rows.map((row) => {
      const at = row.lastIndexOf(' ');
      return [row.slice(0, at), [row.slice(at + 1)]];
    }),
  );
}

/** Ids, revisions and MD5 digests. */
async function papersIn(papers: PouchDB.Database): Promise<string[]> {
  const { rows } = await papers.allDocs({ include_docs: true });
  return rows.flatMap((row) => {
    const { _attachments = {} } = ('doc' in row && row.doc) || {};
    const digests = Object.values(_attachments).map((one) => ('digest' in one ? one.digest : ''));
    return 'value' in row ? [`${row.id} ${row.value.rev} ${digests.join(' ')}`] : [];
  });
}

async function newsAt({ nano, box }: ExchangeJourney): Promise<string[]> {
  const { rows } = await nano.use(inboxDatabase(box)).list();
  return rows.filter(({ id }) => !id.startsWith('_design/')).map(({ id, value }) => `${id} ${value.rev}`);
}

async function newsHere({ databases }: ExchangeJourney): Promise<string[]> {
  const { rows } = await databases.inbox.allDocs();
  return rows.flatMap((row) => ('value' in row ? [`${row.id} ${row.value.rev}`] : []));
}
