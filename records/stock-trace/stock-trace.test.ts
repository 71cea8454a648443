import fc from 'fast-check';
import t from 'tap';
import type { LedgerRecord } from '../ledger-record.js';
import type { StockMovement } from '../supply.js';
import type { DispenseRecord } from '../care.js';
import { evidenceOf } from './evidence.js';
import { findDoubts } from './find-doubts.js';
import { cleanLedger, KEEPER, type Step } from './fixtures/clean-ledger.js';
import { DOUBT_KINDS, type DoubtKind, type StockDoubt } from './stock-doubt.js';
import { traceStock } from './trace-stock.js';

const PERIOD = { from: '20261101', to: '20261130' };
const LIMITS = { adjustShare: 0.2, adjustUnits: 20 };

const steps = fc.array(
  fc.record<Step>({
    kind: fc.constantFrom('receive', 'dispense', 'return', 'adjust', 'expire'),
    item: fc.constantFrom('paracetamol-tab-500mg', 'ors-sachet'),
    units: fc.integer({ min: 1, max: 60 }),
    parts: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 3, maxLength: 40 },
);

const doubtsOf = (records: readonly LedgerRecord[]): StockDoubt[] =>
  findDoubts(traceStock(evidenceOf(records, PERIOD), PERIOD), LIMITS);

t.test('a balance is what stood at the start and all that moved since, wherever the period begins', (t) => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 30 }), (played, day) => {
      const records = cleanLedger(played);
      const period = { from: `202611${String(day).padStart(2, '0')}`, to: '20261130' };
      for (const trace of traceStock(evidenceOf(records, period), period).items) {
        const all = records.filter((record) => record.type === 'stock' && record.item === trace.item);
        const sum = (all as StockMovement[]).reduce((total, { change }) => total + change, 0);
        if (trace.closing !== sum) return false;
        let running = trace.opening;
        for (const one of trace.movements) {
          running += one.change;
          if (one.after !== running || one.batchAfter !== one.before + one.change) return false;
        }
        if (running !== trace.closing) return false;
      }
      return true;
    }),
  );
  t.end();
});

t.test('in a ledger that was kept well nothing is doubted', (t) => {
  fc.assert(fc.property(steps, (played) => doubtsOf(cleanLedger(played)).length === 0));
  t.end();
});

/** Each takes a well-kept ledger that ends with a dispensing, and spoils it in one way. */
const FAULTS: Record<DoubtKind, (records: LedgerRecord[], last: Last) => LedgerRecord[]> = {
  'no-prescription': (records, { dispense }) => records.filter(({ _id }) => _id !== dispense.prescription),
  'more-than-prescribed': (records, { dispense }) =>
    records.map((record) =>
      record._id === dispense.prescription && record.type === 'prescription'
        ? { ...record, lines: record.lines.map((line) => ({ ...line, quantity: line.quantity - 1 })) }
        : record,
    ),
  'expired-given': (records, { movement, dispense }) =>
    records
      .map((record) =>
        record.type === 'stock' && record.batch === movement.batch
          ? { ...record, expiry: '2026-10' }
          : record,
      )
      .filter(
        (record) => record.type !== 'stock' || record.kind !== 'dispense' || record.dispense === dispense._id,
      ),
  'no-dispense-record': (records, { dispense }) => records.filter((record) => record !== dispense),
  'no-movement': (records, { movement }) => records.filter((record) => record !== movement),
  'quantity-differs': (records, { movement }) =>
    records.map((record) => (record === movement ? { ...movement, change: movement.change - 1 } : record)),
  'returned-too-much': (records, { movement }) => [
    ...records,
    later(movement, { kind: 'return', change: 1 - movement.change, reason: 'changed' }),
  ],
  'below-zero': (records, { movement }) => [
    ...records,
    later(movement, { kind: 'return', change: -1_000_000, reason: 'excess', dispense: undefined }),
  ],
  'not-a-keeper': (records, { movement }) =>
    records.map((record) => (record === movement ? { ...movement, by: 'rita' } : record)),
  'no-reason': (records, { movement }) => [
    ...records,
    later(movement, { kind: 'adjust', change: 1, dispense: undefined }),
  ],
  'large-adjustment': (records, { movement }) => [
    ...records,
    later(movement, { kind: 'adjust', change: 50_000, reason: 'found', dispense: undefined }),
  ],
};

interface Last {
  dispense: DispenseRecord;
  movement: StockMovement;
}

function later(
  movement: StockMovement,
  fields: { [K in keyof StockMovement]?: StockMovement[K] | undefined },
): StockMovement {
  const { dispense: _dispense, ...rest } = movement;
  const kept = 'dispense' in fields ? rest : movement;
  const { dispense: _none, ...change } = fields;
  return {
    ...kept,
    ...(change as Partial<StockMovement>),
    _id: `stock:BR1042:${movement.item}:999999`,
    ...{ n: 999_999, at: '2026-11-29T06:00:00.000Z' },
  };
}

for (const kind of DOUBT_KINDS) {
  t.test(`a planted fault is found: ${kind}`, (t) => {
    fc.assert(
      fc.property(steps, (played) => {
        const records = cleanLedger([
          ...played,
          { kind: 'dispense', item: 'ors-sachet', units: 2, parts: 1 },
        ]);
        const dispense = records.findLast((record) => record.type === 'dispense')!;
        const movement = records.findLast((record) => record.type === 'stock' && record.kind === 'dispense');
        const spoiled = FAULTS[kind](records, { dispense, movement: movement as StockMovement });
        return doubtsOf(spoiled).some((doubt) => doubt.kind === kind);
      }),
      { numRuns: 50 },
    );
    t.end();
  });
}

t.test('a substitute counts for what it stands for, and an emergency explains what was given first', (t) => {
  const records = cleanLedger([{ kind: 'dispense', item: 'ors-sachet', units: 10, parts: 1 }]);
  const dispense = records.find((record) => record.type === 'dispense')!;
  const [line] = dispense.lines;
  const given = { ...line!, drug: 'zinc-tab-20mg', quantity: 20 };
  const twoForOne = (ratio: [number, number]): LedgerRecord[] =>
    records.map((record): LedgerRecord => {
      if (record === dispense)
        return {
          ...dispense,
          lines: [{ ...given, substitute: { for: 'ors-sachet', agreedBy: 'asha', ratio } }],
        };
      if (record.type === 'stock' && record.batch === line!.batch) {
        const change = record.kind === 'dispense' ? -20 : record.change;
        return { ...record, item: 'zinc-tab-20mg', change };
      }
      return record;
    });
  t.same(doubtsOf(twoForOne([2, 1])), [], 'twenty of half the strength do the work of ten');
  const tooMuch = doubtsOf(twoForOne([1, 1]));
  t.match(tooMuch, [{ kind: 'more-than-prescribed', expected: 10, found: 20, item: 'zinc-tab-20mg' }]);
  t.equal(tooMuch[0]?.explained, undefined);
  const urgent = twoForOne([1, 1]).map((record): LedgerRecord =>
    record.type === 'visit' ? { ...record, priority: 'emergency' } : record,
  );
  t.match(doubtsOf(urgent), [{ kind: 'more-than-prescribed', explained: 'emergency' }]);
  t.end();
});

t.test('who left the store may not change it any more, who came may from then on', (t) => {
  const records = cleanLedger([
    { kind: 'dispense', item: 'ors-sachet', units: 10, parts: 1 },
    { kind: 'dispense', item: 'ors-sachet', units: 10, parts: 1 },
  ]);
  const dispenses = records.filter((record) => record.type === 'dispense');
  const keeper = records.find((record) => record.type === 'staff' && record.staff === KEEPER);
  const gone = { ...keeper, _id: 'staff:BR1042:x', active: false, at: dispenses[1]!.at, n: dispenses[1]!.n };
  const doubts = doubtsOf([...records, gone as LedgerRecord]);
  t.same(
    doubts.map(({ kind, visit }) => [kind, visit]),
    [['not-a-keeper', dispenses[1]!._id.split(':dispense')[0]]],
  );
  t.end();
});
