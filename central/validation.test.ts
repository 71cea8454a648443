import { Linter } from 'eslint';
import fc from 'fast-check';
import t from 'tap';
import { runInNewContext } from 'node:vm';
import { boxOf, patientId, patientPartId } from '../records/ids.js';
import { CENTRE_ONLY_VALIDATION, ledgerValidation } from './validation.js';

type Validate = (newDoc: object, oldDoc: object | null, userCtx?: object) => void;

function compile(source: string): Validate {
  return runInNewContext(`(${source})`) as Validate;
}

/** What the function refuses with; null where it accepts. */
function refusal(
  validate: Validate,
  newDoc: object,
  oldDoc: object | null = null,
  userCtx = {},
): string | null {
  try {
    validate(newDoc, oldDoc, userCtx);
    return null;
  } catch (thrown) {
    return (thrown as { forbidden: string }).forbidden;
  }
}

const RECORD = {
  _id: 'visit:BR1042:20261121-042',
  type: 'visit',
  n: 7,
  at: '2026-11-21T04:30:00.000Z',
  by: 'sunita',
  v: 1,
};

const ledger = compile(ledgerValidation('BR1042'));

t.test('the functions are ES5, as an old CouchDB runs it', (t) => {
  for (const source of [ledgerValidation('BR1042'), CENTRE_ONLY_VALIDATION]) {
    const languageOptions = { ecmaVersion: 5, sourceType: 'script' } as const;
    t.same(new Linter().verify(`(${source});`, { languageOptions }), []);
  }
  t.end();
});

t.test('a record of this box is accepted, whatever more it carries', (t) => {
  t.equal(refusal(ledger, RECORD), null);
  t.equal(refusal(ledger, { ...RECORD, clockUncertain: true, _attachments: {} }), null);
  t.equal(refusal(ledger, { ...RECORD, _id: patientId('BR1042', 4217) }), null);
  t.equal(refusal(ledger, { ...RECORD, _id: patientPartId(patientId('BR0977', 1), 'BR1042', 12) }), null);
  t.end();
});

t.test('a box goes on with a visit of the box that it took over from, and nobody else does', (t) => {
  const part = { ...RECORD, _id: 'visit:BR1042:20261121-042:rx:b2' };
  t.equal(refusal(compile(ledgerValidation('BR1042b')), part), null);
  t.match(refusal(ledger, part), /must name the box BR1042/);
  t.match(refusal(compile(ledgerValidation('BR1042c')), part), /must name the box BR1042c/);
  t.end();
});

t.test('a record that names another box, or none, is refused', (t) => {
  const ids = [
    'visit:BR0977:20261121-042',
    'visit:BR1042b:20261121-042',
    patientId('BR0977', 4217),
    patientPartId(patientId('BR1042', 4217), 'BR0977', 12),
    'patient:BR1042-004217-A',
    'BR1042',
    'constructor',
  ];
  for (const _id of ids) t.match(refusal(ledger, { ...RECORD, _id }), /must name the box BR1042/, _id);
  t.end();
});

t.test('a change, a deletion, an attachment and a wrong envelope are refused', (t) => {
  t.match(refusal(ledger, RECORD, RECORD), /never changed/);
  t.match(refusal(ledger, { ...RECORD, _deleted: true }), /never deleted/);
  t.match(refusal(ledger, { ...RECORD, _attachments: { scan: {} } }), /no attachments/);
  const wrong: [string, unknown[]][] = [
    ['type', [undefined, '', 1]],
    ['n', [undefined, 0, -1, 1.5, '7', NaN, Infinity, 2 ** 53]],
    ['at', [undefined, '', 5, '2026-11-21', '2026-11-21T04:30:00Z', '2026-11-21T10:00:00.000+05:30']],
    ['by', [undefined, '', null]],
    ['v', [undefined, 0, '1']],
  ];
  for (const [field, values] of wrong) {
    for (const value of values) {
      t.match(
        refusal(ledger, { ...RECORD, [field]: value }),
        new RegExp(`^${field} must`),
        `${field} ${String(value)}`,
      );
    }
  }
  t.end();
});

t.test('an id names the same box to the function as to boxOf', (t) => {
  const box = fc.stringMatching(/^[A-Z]{2}\d{2,6}[a-z]?$/);
  const patient = fc.tuple(box, fc.nat()).map(([own, serial]) => patientId(own, serial));
  const id = fc.oneof(
    patient,
    fc.tuple(patient, box, fc.nat()).map(([one, own, n]) => patientPartId(one, own, n)),
    fc.tuple(fc.constantFrom('visit', 'stock', 'staff', 'x'), box).map(([kind, own]) => `${kind}:${own}:1`),
    fc
      .tuple(box, fc.constantFrom('rx', 'move'), fc.stringMatching(/^[a-z]?\d{1,3}$/))
      .map(([own, kind, serial]) => `visit:${own}:20261121-042:${kind}:${serial}`),
    fc.tuple(patient, fc.nat(30), fc.constantFrom('0', 'A', ':', '-')).map(([one, at, character]) => {
      return one.slice(0, at) + character + one.slice(at + 1);
    }),
    fc.string(),
  );
  fc.assert(
    fc.property(id, box, (_id, other) => {
      const own = boxOf(_id) ?? other;
      const accepted = refusal(compile(ledgerValidation(own)), { ...RECORD, _id }) === null;
      return accepted === (boxOf(_id) === own);
    }),
    { numRuns: 500 },
  );
  t.end();
});

t.test('what comes down to the boxes is written by the centre only', (t) => {
  const validate = compile(CENTRE_ONLY_VALIDATION);
  t.equal(refusal(validate, {}, null, { roles: ['_admin'] }), null);
  t.equal(refusal(validate, {}, null, { roles: ['centre'] }), null);
  t.match(refusal(validate, {}, null, { roles: ['box'] }), /Only the centre/);
  t.match(refusal(validate, {}, null, { roles: [] }), /Only the centre/);
  t.end();
});
