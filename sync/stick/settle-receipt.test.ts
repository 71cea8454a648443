import PouchDB from 'pouchdb-core';
import memory from 'pouchdb-adapter-memory';
import t, { type Test } from 'tap';
import { addRevisions, EMPTY_SUM } from '../ledger-sum.js';
import type { PushMark } from '../sync-mark.js';
import type { Receipt } from './receipt.js';
import { settleReceipt } from './settle-receipt.js';

PouchDB.plugin(memory);

let made = 0;

/** A ledger of ten records, and a receipt for those of them that the centre holds. */
async function ledger(t: Test) {
  const records = new PouchDB(`settle-${(made += 1)}`, { adapter: 'memory' });
  t.teardown(() => records.destroy());
  await records.bulkDocs(Array.from({ length: 10 }, (_, i) => ({ _id: `r${10 + i}`, n: i + 1 })));
  const { results } = await records.changes({});
  const revisions = results.map(({ changes }) => changes[0]?.rev ?? '');
  const receipt = (numbers: number[], took: [from: number, upTo: number][] = []): Receipt => ({
    type: 'receipt',
    v: 1,
    box: 'BR1042',
    at: '2026-11-21T10:00:00.000Z',
    took: took.map(([from, upTo], i) => ({ id: String(i), from, upTo })),
    refused: [],
    holds: addRevisions(
      EMPTY_SUM,
      numbers.map((n) => revisions[n - 1] ?? 'f-ffffffff'),
    ),
    seal: null,
    key: '',
  });
  return { records, receipt };
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
const mark = (confirmed: number, more: Partial<PushMark> = {}): PushMark => ({
  centre: 'stick',
  confirmed,
  refused: [],
  ...more,
});
const newest = { startsAt: 0, isNewest: true };

void t.test('synced is said only where count and sum of all that is here agree', async (t) => {
  const { records, receipt } = await ledger(t);
  const all = mark(0);
  t.same(await settleReceipt(records, all, receipt(upTo(10), [[0, 10]]), newest), {
    outcome: 'complete',
    agrees: 10,
  });
  t.equal(all.confirmed, 10);
  const some = mark(0);
  t.same(await settleReceipt(records, some, receipt(upTo(6), [[0, 6]]), newest), {
    outcome: 'up-to',
    agrees: 6,
  });
  t.equal(some.confirmed, 6);
});

void t.test('urgent records that went ahead by line are counted where they stand', async (t) => {
  const { records, receipt } = await ledger(t);
  const ahead = mark(2, { ahead: [9] });
  const told = receipt([...upTo(4), 9], [[0, 4]]);
  t.match(await settleReceipt(records, ahead, told, newest), { outcome: 'up-to', agrees: 4 });
  t.equal(ahead.confirmed, 4);
  t.same(ahead.ahead, [9]);
});

void t.test('an old receipt takes nothing back; the newest one may tell of a loss', async (t) => {
  const { records, receipt } = await ledger(t);
  const old = mark(10);
  await settleReceipt(records, old, receipt(upTo(6), [[0, 6]]), { ...newest, isNewest: false });
  t.equal(old.confirmed, 10);
  const lost = mark(8);
  const short = receipt(upTo(5), [[8, 10]]);
  t.match(await settleReceipt(records, lost, short, newest), { outcome: 'short', agrees: 5 });
  t.equal(lost.confirmed, 5);
  const other = mark(8);
  t.match(await settleReceipt(records, other, receipt([...upTo(9), 99], [[8, 10]]), newest), {
    outcome: 'short',
    agrees: null,
  });
  t.equal(other.confirmed, 0, 'everything is sent anew');
});

void t.test('a box that knows less than the centre moves nothing', async (t) => {
  const { records, receipt } = await ledger(t);
  const behind = mark(0);
  const more = receipt([...upTo(10), 11, 12], [[0, 12]]);
  t.match(await settleReceipt(records, behind, more, newest), { outcome: 'ahead' });
  t.equal(behind.confirmed, 0);
});
