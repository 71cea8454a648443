import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import type { Test } from 'tap';
import { prepareFacility } from '../central/facility-database.js';
import { describeReport } from '../cli/tasks/describe-sync.js';
import { openDatabases, type Databases } from '../node-server/store/databases.js';
import { OTHER_CONTENT } from '../sync/refusals.js';
import type { Replication } from '../sync/replicate.js';
import type { PushMark } from '../sync/sync-mark.js';
import { openLocale } from '../templates/locale.js';
import {
  type ExchangeJourney,
  PASSWORD,
  PATIENCE,
  setOut,
  standsAtCentre,
  visit,
} from './exchange-journey.js';
import { settle } from './settle.js';

const locale = openLocale();
const OFFERED_AGAIN = { retry: () => 60_000 };

async function secondLedger(t: Test): Promise<Databases> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-second-'));
  const databases = await openDatabases(folder);
  t.teardown(async () => {
    await Promise.all(Object.values(databases).map((database: PouchDB.Database) => database.close()));
    await rm(folder, { recursive: true, force: true });
  });
  return databases;
}

async function wordsOf(replication: Replication): Promise<string[]> {
  const report = await replication.report();
  return (['hi', 'en'] as const).map((language) => {
    const { failure, advice } = describeReport(report, language, locale.in(language));
    return [failure?.what, ...advice].join(' ');
  });
}

async function put(databases: Databases, journey: ExchangeJourney, from: number, to: number): Promise<void> {
  const records = Array.from({ length: to - from + 1 }, (_, i) => visit(journey.box, from + i));
  await databases.records.bulkDocs(records as never[]);
}

t.test('of two boxes with one name the second is told so, and changes nothing of the first', async (t) => {
  const journey = await setOut(t);
  const second = await secondLedger(t);
  await journey.write(5);
  const first = journey.start(OFFERED_AGAIN);
  t.match(await first.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });

  await put(second, journey, 1, 5);
  const other = journey.start({ ...second, ...OFFERED_AGAIN });
  t.match(await other.syncNow(PATIENCE), { kind: 'refused', waiting: 5, lastError: { why: 'two-boxes' } });
  const [hi, en] = await wordsOf(other);
  t.match(hi, 'कोई और बॉक्स इसी के नाम से लिख रहा है');
  t.match(en, 'Another box writes under this box’s name');
  t.ok(
    journey.entries.some(({ refused }) => refused?.records === 5 && refused.reason === OTHER_CONTENT),
    "and the gateway's log says so too",
  );
  await standsAtCentre(t, journey, "the first box's records stand");
  t.match(await first.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });

  await put(second, journey, 6, 6);
  await other.syncNow(PATIENCE);
  t.match(await first.syncNow(PATIENCE), { kind: 'refused', lastError: { why: 'ahead' } });
  t.match((await wordsOf(first))[1], 'a second box of this name');
});

t.test('a ledger that belongs to another box is given up after some hundred refusals', async (t) => {
  const journey = await setOut(t);
  const second = await secondLedger(t);
  await journey.write(1_200);
  await journey.start(OFFERED_AGAIN).syncNow(PATIENCE);
  await put(second, journey, 1, 1_200);
  const other = journey.start({ ...second, ...OFFERED_AGAIN });
  t.match(await other.syncNow(PATIENCE), {
    kind: 'refused',
    waiting: 1_200,
    lastError: { why: 'two-boxes' },
  });
  const { refused } = await second.records.get<PushMark>('_local/nadi-push');
  t.same(refused, [], 'no list that grows with the ledger');
  await standsAtCentre(t, journey);
});

t.test('a password that the centre took back is named; with the new one everything goes', async (t) => {
  const journey = await setOut(t);
  await journey.write(3);
  const replication = journey.start(OFFERED_AGAIN);
  await replication.syncNow(PATIENCE);
  await prepareFacility({ nano: journey.nano, box: journey.box, password: 'another' });
  await settle();
  await journey.write(3);
  t.match(await replication.syncNow(PATIENCE), {
    kind: 'refused',
    waiting: 3,
    lastError: { why: 'account' },
  });
  t.match(await wordsOf(replication), ['पासवर्ड नहीं मानता', 'refuses this box’s password']);
  t.match(journey.entries.at(-1), { code: 'refused', why: /401/, records: 0 });
  await prepareFacility({ nano: journey.nano, box: journey.box, password: PASSWORD });
  await settle();
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
  await standsAtCentre(t, journey);
});
