import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import type { DispenseRecord, PrescriptionRecord } from './care.js';
import { unitsFor, type Ratio } from './exact-share.js';
import { viewPrescriptions } from './prescription-view.js';

function prescription(quantity: number, more: Partial<PrescriptionRecord> = {}): PrescriptionRecord {
  const dose = { pattern: '1-0-1', amount: 1, unit: 'tablet', days: 5 };
  const lines = [{ line: 1, drug: 'a', name: 'a', dose, quantity }];
  return { _id: 'rx:1', type: 'prescription', lines, ...more } as PrescriptionRecord;
}

function dispense(quantity: number, ratio?: Ratio, of = 'rx:1'): DispenseRecord {
  const substitute = { for: 'a', agreedBy: 'd', ...(ratio && { ratio }) };
  const lines = [{ line: 1, drug: 'b', batch: 'B', quantity, substitute }];
  return { _id: 'd', type: 'dispense', prescription: of, lines } as unknown as DispenseRecord;
}

const lineOf = (prescribed: PrescriptionRecord[], given: DispenseRecord[]) => {
  const line = viewPrescriptions(prescribed, given).at(-1)?.lines[0];
  assert.ok(line);
  return line;
};
const ratios = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }));

t.test('however a line is split, a substitute is given as often as the whole line needs', async () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      ratios,
      fc.infiniteStream(fc.nat(30)),
      (quantity, ratio, parts) => {
        const rx = prescription(quantity);
        const whole = Math.ceil((quantity * ratio[0]) / ratio[1]);
        const given: DispenseRecord[] = [];
        let total = 0;
        for (const part of parts) {
          const line = lineOf([rx], given);
          const need = unitsFor(line.rest, ratio);
          assert.equal(total + need, whole, 'what is left and what was given are the whole');
          assert.equal(need === 0, line.open === 0, 'a line is closed when all was given, and not before');
          if (need === 0) break;
          const units = Math.min(part + 1, need);
          given.push(dispense(units, ratio));
          total += units;
        }
        assert.equal(total, whole);
      },
    ),
  );
});

t.test('several substitutes together do the work of the line, no more than one unit over', async () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.tuple(ratios, fc.nat(50)), { maxLength: 12 }),
      (quantity, parts) => {
        const rx = prescription(quantity);
        const given: DispenseRecord[] = [];
        let done = 0;
        let largest = 0;
        for (const [ratio, wish] of parts) {
          const units = Math.min(wish, unitsFor(lineOf([rx], given).rest, ratio));
          if (units === 0) continue;
          given.push(dispense(units, ratio));
          done += (units * ratio[1]) / ratio[0];
          largest = Math.max(largest, ratio[1] / ratio[0]);
        }
        assert.ok(done < quantity + largest + 1e-9);
        assert.equal(lineOf([rx], given).open, Math.max(0, Math.ceil(quantity - done - 1e-9)));
      },
    ),
  );
});

t.test('half a unit that was given counts on, also when the prescription is superseded', async (t) => {
  const second = prescription(10, { _id: 'rx:2', supersedes: 'rx:1' });
  const given = [dispense(1, [2, 1]), dispense(1, [2, 1], 'rx:2')];
  t.match(lineOf([prescription(10), second], given), { dispensed: 1, open: 9 });
});

t.test('without a ratio a unit stands for a unit', async (t) => {
  t.match(lineOf([prescription(10)], [dispense(4)]), { dispensed: 4, open: 6 });
});
