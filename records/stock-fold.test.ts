import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { addDays } from './day.js';
import { DAY, ScriptedLedger } from './fixtures/scripted-ledger.js';
import type { LedgerRecord } from './ledger-record.js';
import { StockFold } from './stock-fold.js';
import type { StockMovement } from './supply.js';

function fold(records: LedgerRecord[], stock = new StockFold()): StockFold {
  for (const record of records) stock.apply(record);
  return stock;
}

t.test('a batch is good to the last day of its month', async (t) => {
  const ledger = new ScriptedLedger();
  ledger.stock('pcm', 100, { expiry: '2027-03' });
  const stock = fold(ledger.records);
  t.equal(stock.balance('pcm', '20270331'), 100);
  t.equal(stock.balance('pcm', '20270401'), 0);
  t.equal(stock.balance('unknown', DAY), 0);
});

t.test('dispensing takes the earliest expiry first and says what is short', async (t) => {
  const ledger = new ScriptedLedger();
  ledger.stock('pcm', 30, { batch: 'L', expiry: '2028-01' });
  ledger.stock('pcm', 20, { batch: 'E', expiry: '2026-12' });
  ledger.stock('pcm', 50, { batch: 'X', expiry: '2026-10' });
  const stock = fold(ledger.records);
  t.same(stock.allocate('pcm', 35, DAY), {
    lines: [
      { batch: 'E', expiry: '2026-12', quantity: 20 },
      { batch: 'L', expiry: '2028-01', quantity: 15 },
    ],
    short: 0,
  });
  t.equal(stock.allocate('pcm', 60, DAY).short, 10);
  t.same(stock.allocate('pcm', 0, DAY), { lines: [], short: 0 });
});

t.test('no movement takes a batch below zero, alone or together with others of the same write', async (t) => {
  const ledger = new ScriptedLedger();
  ledger.stock('pcm', 10);
  ledger.stock('ors', 10, { expiry: '2026-10' });
  const stock = fold(ledger.records);
  const take = (item: string, change: number, fields: Partial<StockMovement> = {}) =>
    ({ item, change, batch: 'A', expiry: '2027-03', kind: 'dispense', ...fields }) as const;
  const short = { code: 'stock-short' };
  t.doesNotThrow(() => stock.checkMovement(take('pcm', -10), DAY));
  t.throws(() => stock.checkMovement(take('pcm', -11), DAY), short);
  t.throws(() => stock.checkMovement(take('pcm', -1, { batch: 'B' }), DAY), short);
  t.throws(() => stock.checkMovements([take('pcm', -6), take('pcm', -5)], DAY), short);
  t.throws(() => stock.checkMovement(take('ors', -1, { expiry: '2026-10' }), DAY), short, 'an expired batch');
  t.doesNotThrow(() => stock.checkMovement(take('ors', -10, { expiry: '2026-10', kind: 'expire' }), DAY));
  t.throws(() => stock.checkMovement(take('pcm', -0.5), DAY), { code: 'bad-input' });
  t.throws(() => stock.checkMovement(take('pcm', NaN), DAY), { code: 'bad-input' });
  t.throws(() => stock.checkMovement(take('pcm', 0), DAY), { code: 'bad-input' });
});

t.test('consumption is what went to patients, less what they brought back', async (t) => {
  const ledger = new ScriptedLedger();
  ledger.clock('10:00', addDays(DAY, -2)).stock('pcm', 100);
  ledger.stock('pcm', -30);
  ledger.clock('10:00', DAY).stock('pcm', -8);
  ledger.stock('pcm', 3, { kind: 'return', dispense: 'visit:BR1042:20261121-001:dispense:1' });
  ledger.stock('pcm', -20, { kind: 'return' });
  ledger.stock('pcm', -9, { kind: 'adjust' });
  const stock = fold(ledger.records);
  t.equal(stock.consumption('pcm', addDays(DAY, -2), DAY), 35);
  t.equal(stock.consumption('pcm', DAY, DAY), 5);
  t.equal(stock.monthlyConsumption('pcm', DAY), 35, 'an item that is new here counts as a month old');
});

t.test('the monthly average looks back three months, and not before the item came', async (t) => {
  const ledger = new ScriptedLedger();
  ledger.clock('10:00', addDays(DAY, -199)).stock('pcm', 10_000);
  for (let day = 199; day >= 0; day--) {
    ledger.clock('10:00', addDays(DAY, -day)).stock('pcm', day >= 90 ? -50 : day >= 30 ? -2 : -5);
  }
  t.equal(fold(ledger.records).monthlyConsumption('pcm', DAY), (60 * 2 + 30 * 5) / 3);
  const young = new ScriptedLedger();
  young.clock('10:00', addDays(DAY, -59)).stock('pcm', 10_000);
  for (let day = 59; day >= 0; day--)
    young.clock('10:00', addDays(DAY, -day)).stock('pcm', day >= 30 ? -2 : -4);
  t.equal(fold(young.records).monthlyConsumption('pcm', DAY), 90);
});

t.test('nil, low, near-expiry and expired stock is named', async (t) => {
  const ledger = new ScriptedLedger();
  ledger.clock('10:00', addDays(DAY, -29));
  ledger.stock('nil', 5);
  ledger.stock('nil', -5);
  ledger.stock('low', 100, { expiry: '2029-01' });
  ledger.stock('low', -80, { expiry: '2029-01' });
  ledger.stock('enough', 1000, { expiry: '2029-01' });
  ledger.stock('enough', -10, { expiry: '2029-01' });
  ledger.stock('old', 40, { batch: 'X', expiry: '2026-10' });
  ledger.stock('old', 7, { batch: 'N', expiry: '2027-01' });
  t.same(fold(ledger.records).alerts(DAY, { monthsLow: 1, daysNearExpiry: 90 }), [
    { kind: 'low', item: 'low', quantity: 20, monthsLeft: 0.25 },
    { kind: 'nil', item: 'nil', quantity: 0 },
    { kind: 'expired', item: 'old', batch: 'X', expiry: '2026-10', quantity: 40 },
    { kind: 'near-expiry', item: 'old', batch: 'N', expiry: '2027-01', quantity: 7 },
  ]);
});

t.test('a batch that a damaged ledger takes below zero gives nothing and hides no other', async (t) => {
  const ledger = new ScriptedLedger();
  ledger.stock('pcm', -5, { batch: 'A' });
  ledger.stock('pcm', 8, { batch: 'B' });
  const stock = fold(ledger.records);
  t.equal(stock.balance('pcm', DAY), 8);
  t.same(stock.allocate('pcm', 9, DAY), {
    lines: [{ batch: 'B', expiry: '2027-03', quantity: 8 }],
    short: 1,
  });
});

t.test('records of other types and unknown fields change nothing', async (t) => {
  const ledger = new ScriptedLedger();
  ledger.stock('pcm', 10, { colour: 'red' } as object);
  ledger.visit();
  ledger.write('stock-count' as 'stock', 'stock-count:BR1042:1', { item: 'pcm', change: 5 });
  t.equal(fold(ledger.records).balance('pcm', DAY), 10);
});

t.test('a snapshot of another kind is refused', async (t) => {
  for (const json of [null, 7, {}, { format: 0, items: [] }, { format: 1 }]) {
    t.throws(() => StockFold.restore(json), { code: 'store-damaged' });
  }
});

// random months of movements on few items and batches, so that they meet; illegal ones are left out
const movement = fc.record({
  item: fc.constantFrom('pcm', 'ors', 'amox'),
  batch: fc.constantFrom('A', 'B'),
  expiry: fc.constantFrom('2026-10', '2026-11', '2026-12', '2027-06'),
  change: fc.constantFrom(-30, -20, -10, 10, 20, 30),
  days: fc.nat(20),
});
const anyLedger = fc.array(movement, { maxLength: 80 }).map((movements) => {
  const ledger = new ScriptedLedger().clock('10:00', '20260601');
  const stock = new StockFold();
  let day = '20260601';
  for (const { days, item, change, ...batch } of movements) {
    day = addDays(day, days);
    const fields = { ...batch, kind: change < 0 ? ('dispense' as const) : ('receive' as const) };
    try {
      stock.checkMovement({ item, change, ...fields }, day);
    } catch {
      continue;
    }
    stock.apply(ledger.clock('10:00', day).stock(item, change, fields));
  }
  return ledger.records as StockMovement[];
});

t.test('balances equal the plain sum of the movements and are never below zero', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(anyLedger, (records) => {
        const sums = new Map<string, number>();
        for (const { item, batch, expiry, change } of records) {
          const key = `${item} ${expiry} ${batch}`;
          sums.set(key, (sums.get(key) ?? 0) + change);
        }
        const stock = fold(records);
        const kept = stock
          .items()
          .flatMap((item) =>
            stock
              .allBatches(item)
              .map(({ batch, expiry, quantity }) => [`${item} ${expiry} ${batch}`, quantity]),
          );
        assert.deepEqual(
          new Map(kept as [string, number][]),
          new Map([...sums].filter(([, sum]) => sum !== 0)),
        );
        assert(kept.every(([, quantity]) => Number(quantity) > 0));
      }),
    ),
  );
});

t.test('first-expiry-first never takes from an expired batch and sums exactly', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(anyLedger, fc.nat(200), fc.nat(400), (records, quantity, days) => {
        const stock = fold(records);
        const day = addDays('20260915', days);
        const { lines, short } = stock.allocate('pcm', quantity, day);
        const given = lines.reduce((sum, line) => sum + line.quantity, 0);
        assert.equal(given + short, quantity);
        assert(short === 0 || given === stock.balance('pcm', day));
        assert(lines.every((line) => line.expiry.replace('-', '') >= day.slice(0, 6)));
        assert.deepEqual(
          lines,
          lines.toSorted((a, b) => (a.expiry < b.expiry ? -1 : a.expiry > b.expiry ? 1 : 0)),
        );
        const taken = lines.map((line) => ({
          ...line,
          item: 'pcm',
          change: -line.quantity,
          kind: 'dispense' as const,
        }));
        stock.checkMovements(taken, day);
      }),
    ),
  );
});

t.test('a snapshot and the records after it make the same stock as all records', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(anyLedger, fc.nat(80), (records, cut) => {
        const json = JSON.stringify(fold(records.slice(0, cut)).snapshot());
        const restored = fold(records.slice(cut), StockFold.restore(JSON.parse(json)));
        assert.deepEqual(restored.snapshot(), fold(records).snapshot());
      }),
    ),
  );
});
