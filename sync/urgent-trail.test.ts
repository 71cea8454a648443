import { join } from 'node:path';
import PouchDB from 'pouchdb-core';
import leveldbAdapter from 'pouchdb-adapter-leveldb';
import t, { type Test } from 'tap';
import type { LedgerRecord } from '../records/ledger-record.js';
import { visitId } from '../records/ids.js';
import type { PushMark } from './sync-mark.js';
import { UrgentTrail } from './urgent-trail.js';

PouchDB.plugin(leveldbAdapter);

const NOON = Date.parse('2026-11-21T06:30:00.000Z');
const NOON_TEXT = new Date(NOON).toISOString();

function record(n: number): LedgerRecord {
  const type = n % 10 === 0 ? 'referral' : 'note';
  return { _id: visitId('BR1042', '20261121', n), type, n, at: NOON_TEXT, by: 'sunita', v: 1 } as never;
}

async function openTrail(t: Test, records = 20) {
  const database = new PouchDB(join(t.testdir(), 'records'), { adapter: 'leveldb' });
  t.teardown(() => database.close());
  // One by one: a record's number is its sequence.
  for (let n = 1; n <= records; n += 1) await database.put(record(n));
  const mark: PushMark = { centre: 'http://centre', confirmed: 0, refused: [] };
  const begin = async (now = NOON): Promise<UrgentTrail> => {
    const isUrgent = ({ type }: { type: string }): boolean => type === 'referral';
    const trail = new UrgentTrail({ records: database, isUrgent, now: () => now });
    await trail.follow(mark);
    await trail.look();
    return trail;
  };
  return { database, mark, begin };
}

void t.test(
  'an urgent record waits until the centre confirms it, ahead of the others or with them',
  async (t) => {
    const { mark, begin } = await openTrail(t);
    const trail = await begin();
    t.strictSame(trail.count, { waiting: 2 });
    t.equal(trail.of(record(5)), null, 'others are not spoken of');
    mark.ahead = [20];
    await trail.look();
    t.strictSame(trail.of(record(10)), { state: 'waiting' });
    t.strictSame(trail.of(record(20)), { state: 'confirmed', at: NOON_TEXT });
    mark.confirmed = 15;
    await trail.look();
    t.strictSame(trail.of(record(10)), { state: 'confirmed', at: NOON_TEXT });
    t.strictSame(trail.count, { waiting: 0, lastAt: NOON_TEXT });
  },
);

void t.test('a restart knows when it arrived, and invents no time where nobody kept one', async (t) => {
  const { mark, begin } = await openTrail(t);
  const trail = await begin();
  mark.ahead = [10];
  await trail.look();
  // Confirmed, and the power went before its time was kept.
  mark.ahead = [10, 20];
  const next = await begin(NOON + 3_600_000);
  t.strictSame(next.of(record(10)), { state: 'confirmed', at: NOON_TEXT });
  t.strictSame(next.of(record(20)), { state: 'confirmed' });
  t.equal(next.count.waiting, 0);
});

void t.test('what the centre refused or has lost is not said to be there', async (t) => {
  const { mark, begin } = await openTrail(t);
  const trail = await begin();
  mark.confirmed = 20;
  mark.refused = [{ id: record(20)._id, reason: 'no', at: NOON_TEXT }];
  await trail.look();
  t.strictSame(trail.of(record(20)), { state: 'refused' });
  t.equal(trail.count.waiting, 1);
  mark.confirmed = 0;
  mark.refused = [];
  await trail.look();
  t.strictSame(trail.of(record(10)), { state: 'waiting' });
  t.equal(trail.count.waiting, 2);
});
