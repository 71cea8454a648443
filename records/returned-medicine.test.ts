import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { DispenseRecord, DispenseReturnRecord, PrescriptionRecord } from './care.js';
import { ScriptedLedger } from './fixtures/scripted-ledger.js';
import { viewPrescriptions } from './prescription-view.js';
import { returnedMedicine } from './returned-medicine.js';
import { foldVisit } from './visit-fold.js';

/** Lines of `[line, batch, quantity]`, given at once. */
function given(...lines: [number, string, number][]): DispenseRecord {
  const own = lines.map(([line, batch, quantity]) => ({ line, drug: 'a', batch, quantity }));
  return { _id: 'd', type: 'dispense', prescription: 'rx', lines: own } as unknown as DispenseRecord;
}
function back(batch: string, quantity: number, dispense = 'd'): DispenseReturnRecord {
  const lines = [{ drug: 'a', batch, quantity }];
  return { type: 'dispense-return', dispense, reason: 'changed', lines } as unknown as DispenseReturnRecord;
}
const byLine = (dispense: DispenseRecord, ...returns: DispenseReturnRecord[]) =>
  returnedMedicine([dispense], returns).map(({ line, batch, quantity }) => [line, batch, quantity]);

t.test('what came back belongs to the line that gave it', (t) => {
  t.same(byLine(given([1, 'A', 10], [2, 'B', 5]), back('B', 3)), [[2, 'B', 3]]);
  t.same(byLine(given([1, 'A', 10], [1, 'B', 5]), back('A', 4), back('A', 6)), [
    [1, 'A', 4],
    [1, 'A', 6],
  ]);
  t.same(byLine(given([1, 'A', 10], [2, 'A', 5]), back('A', 8), back('A', 4)), [
    [1, 'A', 8],
    [1, 'A', 2],
    [2, 'A', 2],
  ]);
  t.same(byLine(given([1, 'A', 10]), back('A', 5, 'of another visit'), back('C', 1)), []);
  t.end();
});

t.test(
  'however a batch is shared among lines and comes back in parts, no unit is lost or told twice',
  async () => {
    const parts = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(parts, parts, (lines, returns) => {
        const dispense = given(
          ...lines.map((quantity, i): [number, string, number] => [i + 1, 'A', quantity]),
        );
        const found = returnedMedicine(
          [dispense],
          returns.map((quantity) => back('A', quantity)),
        );
        const sum = (list: { quantity: number }[]) => list.reduce((all, { quantity }) => all + quantity, 0);
        assert.equal(
          sum(found),
          returns.reduce((all, quantity) => all + quantity, 0),
        );
        for (const [i, quantity] of lines.slice(0, -1).entries()) {
          assert.ok(sum(found.filter(({ line }) => line === i + 1)) <= quantity);
        }
      }),
    );
  },
);

/** 10 tablets of `a` were prescribed and given; then a prescription with the same medicine second took its place. */
function amended() {
  const ledger = new ScriptedLedger();
  const visit = ledger.visit();
  const dose = { pattern: '1-0-1', amount: 1, unit: 'tablet', days: 5 };
  const line = (number: number, drug: string) => ({ line: number, drug, name: drug, dose, quantity: 10 });
  const first = ledger.part(visit, 'prescription', 'rx', { lines: [line(1, 'a')] });
  const dispense = ledger.part(visit, 'dispense', 'dispense', {
    prescription: first._id,
    lines: [{ line: 1, drug: 'a', batch: 'A', quantity: 10 }],
  });
  ledger.part(visit, 'prescription', 'rx', {
    lines: [line(1, 'b'), line(2, 'a')],
    supersedes: first._id,
  });
  const bring = (quantity: number) =>
    ledger.part(visit, 'dispense-return', 'return', {
      dispense: dispense._id,
      lines: [{ drug: 'a', batch: 'A', quantity }],
      reason: 'side-effect',
    });
  const lines = (): unknown => foldVisit(ledger.records).prescription?.lines;
  return { bring, lines };
}

t.test('what came back stays with the medicine on a prescription that takes the place of the first', (t) => {
  const { bring, lines } = amended();
  bring(4);
  t.match(lines(), [
    { line: { drug: 'b' }, returned: [], kept: 0 },
    { line: { drug: 'a' }, dispensed: 10, open: 0, kept: 6, returned: [{ quantity: 4, line: 2 }] },
  ]);
  bring(6);
  t.match(lines(), [{}, { dispensed: 10, open: 0, kept: 0 }], 'it is not owed again');
  t.end();
});

t.test('a substitute that came back counts by what it stands for', (t) => {
  const dispense = given([1, 'A', 20]);
  Object.assign(dispense.lines[0] ?? {}, { substitute: { for: 'b', agreedBy: 'd', ratio: [2, 1] } });
  const [found] = returnedMedicine([dispense], [back('A', 10)]);
  t.match(found, { prescribed: 'b', drug: 'a', ratio: [2, 1], quantity: 10 });
  const lines = [{ line: 1, drug: 'b', quantity: 10 }];
  const rx = { _id: 'rx', type: 'prescription', lines } as PrescriptionRecord;
  t.match(viewPrescriptions([rx], [dispense], [back('A', 10)]), [{ lines: [{ dispensed: 10, kept: 5 }] }]);
  t.end();
});
