import t from 'tap';
import { prepareFacility } from '../central/facility-database.js';
import { facilityDatabase, visitId } from '../records/ids.js';
import { type ExchangeJourney, PASSWORD, PATIENCE, setOut, standsAtCentre } from './exchange-journey.js';
import { loseDatabase } from './lose-database.js';
import { settle } from './settle.js';

const OFFERED_AGAIN = { retry: () => 60_000 };
const THREE_YEARS_MS = 3 * 365 * 86_400_000;

async function lose(journey: ExchangeJourney, from: number, to: number): Promise<void> {
  const ledger = journey.nano.use(facilityDatabase(journey.box));
  const { rows } = await ledger.list();
  const docs = rows
    .filter(({ id }) => !id.startsWith('_design/'))
    .slice(from, to)
    .map(({ id, value }) => ({ _id: id, _rev: value.rev, _deleted: true }));
  const design = await ledger.get('_design/ledger');
  await ledger.destroy(design._id, design._rev);
  await settle();
  await ledger.bulk({ docs });
  await settle();
  await prepareFacility({ nano: journey.nano, box: journey.box, password: PASSWORD });
}

t.test('a centre that was restored to last week gets the week again, and nothing twice', async (t) => {
  const journey = await setOut(t);
  const ledger = journey.nano.use(facilityDatabase(journey.box));
  const replication = journey.start(OFFERED_AGAIN);
  await journey.write(60);
  await replication.syncNow(PATIENCE);
  const { rows } = await ledger.list({ include_docs: true });
  const lastWeek = rows.flatMap(({ doc }) => (doc && !doc._id.startsWith('_design/') ? [doc] : []));
  await journey.write(40);
  await replication.syncNow(PATIENCE);

  await loseDatabase(journey.nano, facilityDatabase(journey.box));
  await prepareFacility({ nano: journey.nano, box: journey.box, password: PASSWORD });
  await ledger.bulk({ docs: lastWeek, new_edits: false });
  await settle();
  await journey.write(5);
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
  await standsAtCentre(t, journey);
  const { rows: after } = await ledger.list({ include_docs: true, conflicts: true });
  t.notOk(after.some(({ doc }) => doc && '_conflicts' in doc));
});

t.test('what somebody deleted at the centre is sent again once, not with each exchange', async (t) => {
  const journey = await setOut(t);
  await journey.write(300);
  const replication = journey.start(OFFERED_AGAIN);
  await replication.syncNow(PATIENCE);
  await lose(journey, 10, 20);
  t.match(await replication.syncNow(PATIENCE), { kind: 'refused', lastError: { why: 'lacks' } });
  const before = journey.line.up;
  t.match(await replication.syncNow(PATIENCE), { kind: 'refused', lastError: { why: 'lacks' } });
  t.ok(journey.line.up - before < 1_000, `${journey.line.up - before} bytes`);
});

t.test('records that the centre refused go up by themselves once it is put right', async (t) => {
  const journey = await setOut(t);
  const ledger = journey.nano.use(facilityDatabase(journey.box));
  const narrow = `function (doc) { if (doc._id === '${visitId(journey.box, '20261121', 2)}') throw { forbidden: 'not now' }; }`;
  await ledger.insert({ validate_doc_update: narrow } as object, '_design/narrow');
  await settle();
  await journey.write(4);
  const replication = journey.start(OFFERED_AGAIN);
  t.match(await replication.syncNow(PATIENCE), {
    kind: 'refused',
    waiting: 1,
    lastError: { why: 'records', message: /not now/ },
  });
  t.match(await replication.syncNow(PATIENCE), { kind: 'refused', waiting: 1 });
  const { _id, _rev } = await ledger.get('_design/narrow');
  await ledger.destroy(_id, _rev);
  await settle();
  t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
  await standsAtCentre(t, journey);
});

t.test('a clock three years off holds nothing up, and what it wrote stands as it was written', async (t) => {
  const journey = await setOut(t);
  for (const off of [THREE_YEARS_MS, -THREE_YEARS_MS]) {
    await journey.write(20);
    const replication = journey.start({ now: () => Date.now() + off });
    t.match(await replication.syncNow(PATIENCE), { kind: 'up-to-date', waiting: 0 });
    await standsAtCentre(t, journey);
    await replication.stop();
  }
});
