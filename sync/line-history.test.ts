import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import t, { type Test } from 'tap';
import { LineHistory, SLOT_MS } from './line-history.js';

PouchDB.plugin(leveldbAdapter);

const NOON = Date.parse('2026-11-21T06:30:00.000Z');

async function openHistory(t: Test) {
  const records = new PouchDB(join(t.testdir(), 'records'), { adapter: 'leveldb' });
  t.teardown(() => records.close());
  // LevelDB opens by itself, later; one that closes before would still make its files.
  await records.info();
  const clock = { now: NOON };
  return { clock, records, history: new LineHistory(records, () => clock.now) };
}

const kinds = (history: LineHistory): string[] =>
  history
    .day()
    .slice(-5)
    .map(({ kind }) => kind);

void t.test(
  'a line that only failed so far is not told to be down: who hears that hears it by the line',
  async (t) => {
    const { history } = await openHistory(t);
    history.missed();
    t.same(history.lately(), {});
    history.met();
    t.same(history.lately(), { lineKind: 'slow' });
  },
);

void t.test('each half hour says whether the centre was reached, hardly reached, or not tried', async (t) => {
  const { clock, history } = await openHistory(t);
  history.met();
  clock.now += SLOT_MS;
  history.missed();
  clock.now += 2 * SLOT_MS;
  history.missed();
  history.met();
  clock.now += SLOT_MS;
  history.moved(400);
  history.met();
  t.strictSame(kinds(history), ['up', 'down', 'untried', 'slow', 'slow']);
  t.equal(history.day().length, 48);
  t.equal(history.day()[43]?.from, '2026-11-21T06:30:00.000Z');
  t.equal(history.speed, 400);
});

void t.test('it is there after a restart, with what the new run has seen meanwhile', async (t) => {
  const { clock, records, history } = await openHistory(t);
  history.missed();
  history.moved(9_000);
  await history.save();
  history.met();
  await history.save();
  clock.now += SLOT_MS;
  const next = new LineHistory(records, () => clock.now);
  next.met();
  await next.read();
  t.strictSame(kinds(next).slice(-2), ['down', 'up'], 'a second save within minutes is left out');
  t.equal(next.speed, 9_000);
});

void t.test('two days are kept, and a clock that was set back leaves nothing ahead of it', async (t) => {
  const { clock, records, history } = await openHistory(t);
  for (let i = 0; i < 300; i += 1) {
    history.met();
    clock.now += SLOT_MS;
  }
  await history.save({ now: true });
  const kept = await records.get<{ slots: unknown[] }>('_local/nadi-line');
  t.equal(kept.slots.length, 96);
  clock.now = NOON;
  history.missed();
  t.strictSame(kinds(history), ['untried', 'untried', 'untried', 'untried', 'down']);
});
