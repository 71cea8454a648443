import fc from 'fast-check';
import t from 'tap';
import type { RestrictionRecord } from './box.js';
import { patientId, visitId } from './ids.js';
import { maySee, RestrictionFold } from './restriction-fold.js';

const SITA = patientId('BR1042', 1);
const MONDAY = visitId('BR1042', '20261116', 1);
const FRIDAY = visitId('BR1042', '20261120', 1);

function restriction(n: number, fields: Partial<RestrictionRecord> = {}): RestrictionRecord {
  const at = new Date(Date.UTC(2026, 10, 20, 4, n)).toISOString();
  const _id = `${SITA}:BR1042:${n}`;
  return { _id, type: 'restriction', n, at, by: 'dr.verma', v: 1, category: 'hiv', ...fields };
}

const nurse = { roles: ['nurse'], opened: false } as const;

t.test('a restricted visit is closed, the others stay open', (t) => {
  const fold = new RestrictionFold();
  fold.apply(restriction(1, { visit: MONDAY }));
  const standing = fold.of(SITA);
  t.notOk(maySee(standing, MONDAY, nurse));
  t.ok(maySee(standing, FRIDAY, nurse));
  t.ok(maySee(standing, null, nurse));
  t.end();
});

t.test('a restricted record closes every visit', (t) => {
  const fold = new RestrictionFold();
  fold.apply(restriction(1));
  for (const visit of [MONDAY, FRIDAY, null]) t.notOk(maySee(fold.of(SITA), visit, nurse));
  t.same(fold.of(patientId('BR1042', 2)), []);
  t.end();
});

t.test('a doctor sees, and so does who opened it with a reason', (t) => {
  const standing = [restriction(1)];
  t.ok(maySee(standing, MONDAY, { roles: ['doctor'], opened: false }));
  t.ok(maySee(standing, MONDAY, { roles: ['clerk'], opened: true }));
  t.notOk(maySee(standing, MONDAY, { roles: ['incharge', 'lab', 'pharmacist', 'clerk'], opened: false }));
  t.end();
});

t.test('what was lifted is open again, in whatever order the records come, also from a snapshot', (t) => {
  const records = [
    restriction(1),
    restriction(2, { visit: MONDAY }),
    restriction(3, { lifted: `${SITA}:BR1042:1` }),
    restriction(4, { visit: FRIDAY, category: 'mtp' }),
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(records, { minLength: 4 }), fc.nat(4), (shuffled, cut) => {
      let fold = new RestrictionFold();
      shuffled.slice(0, cut).forEach((record) => fold.apply(record));
      fold = RestrictionFold.restore(JSON.parse(JSON.stringify(fold.snapshot())));
      [...shuffled.slice(cut), ...shuffled].forEach((record) => fold.apply(record));
      t.same(
        fold.of(SITA).map(({ n }) => n),
        [2, 4],
      );
    }),
    { numRuns: 50 },
  );
  t.end();
});
