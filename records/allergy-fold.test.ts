import t from 'tap';
import { AllergyFold } from './allergy-fold.js';
import type { LedgerRecord } from './ledger-record.js';

const SITA = 'patient:BR1042-000001-X';

function allergy(n: number, substance: string, more: object = {}): LedgerRecord {
  return {
    ...{
      _id: `${SITA}:BR1042:${n}`,
      type: 'allergy',
      n,
      at: `2026-11-21T04:${30 + n}:00Z`,
      by: 'nisha',
      v: 1,
    },
    ...{ substance, ...more },
  };
}

const WRITTEN = [
  allergy(2, 'penicillin'),
  allergy(3, 'Penicillin', { severity: 'severe', corrects: `${SITA}:BR1042:2` }),
  allergy(4, 'सल्फा'),
  allergy(5, 'सल्फा', { corrects: `${SITA}:BR1042:4`, refuted: true }),
];

void t.test(
  'an allergy stands until it is corrected or refuted, in whichever order the records come',
  (t) => {
    for (const records of [WRITTEN, WRITTEN.toReversed()]) {
      const fold = new AllergyFold();
      for (const record of [...records, ...records]) fold.apply(record);
      const again = AllergyFold.restore(JSON.parse(JSON.stringify(fold.snapshot())));
      for (const one of [fold, again]) {
        t.match(one.of(SITA), [{ n: 3, substance: 'Penicillin', severity: 'severe' }]);
        t.equal(one.of(SITA).length, 1);
        t.same(one.of('patient:BR1042-000002-Y'), []);
      }
    }
    t.throws(() => AllergyFold.restore(undefined), 'a box of before has no snapshot of it');
    t.end();
  },
);
