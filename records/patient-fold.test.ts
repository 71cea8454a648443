import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { PATIENT, ScriptedLedger } from './fixtures/scripted-ledger.js';
import { patientPartId } from './ids.js';
import { foldPatient } from './patient-fold.js';

function register(): ScriptedLedger {
  const ledger = new ScriptedLedger();
  ledger.write('patient', PATIENT, { name: 'Sunita Devi', sex: 'female', mobile: '9876543210', future: 1 });
  return ledger;
}

function amend(ledger: ScriptedLedger, set: object, box = 'BR1042', reason?: string): void {
  const id = patientPartId(PATIENT, box, ledger.records.length + 1);
  ledger.wait(1).write('patient-amendment', id, { set, ...(reason === undefined ? {} : { reason }) });
}

t.test('amendments change named fields, null clears one, and each change says who and when', async (t) => {
  const ledger = register();
  amend(ledger, { mobile: '9000000001' }, 'BR1042', 'new phone');
  amend(ledger, { village: 'Bela', mobile: null, colour: 'red' });
  const view = foldPatient(ledger.records);
  t.same(view.demographics, { name: 'Sunita Devi', sex: 'female', village: 'Bela' });
  t.match(view.changes.mobile, [
    { from: '9876543210', to: '9000000001', by: 'sunita', reason: 'new phone' },
    { from: '9000000001', to: undefined, reason: null },
  ]);
  t.same(Object.keys(view.changes).sort(), ['mobile', 'village']);
});

t.test('a name and a sex are never cleared', async (t) => {
  const ledger = register();
  amend(ledger, { name: null, sex: null });
  t.match(foldPatient(ledger.records).demographics, { name: 'Sunita Devi', sex: 'female' });
});

t.test('what another box wrote later counts, although its own number is lower', async (t) => {
  const ledger = register();
  for (let i = 0; i < 5; i++) amend(ledger, { village: 'Bela' });
  const other = new ScriptedLedger().clock('17:00');
  amend(other, { village: 'Rampur' }, 'BR0977');
  t.equal(foldPatient([...other.records, ...ledger.records]).demographics.village, 'Rampur');
});

t.test('an allergy is in force until a later record corrects or refutes it', async (t) => {
  const ledger = register();
  const allergy = (fields: object) =>
    ledger.write('allergy', patientPartId(PATIENT, 'BR1042', ledger.records.length + 1), fields)._id;
  const sulpha = allergy({ substance: 'sulpha' });
  const penicillin = allergy({ substance: 'penicilin' });
  allergy({ substance: 'penicillin', severity: 'severe', corrects: penicillin });
  allergy({ substance: 'sulpha', corrects: sulpha, refuted: true });
  const { allergies } = foldPatient(ledger.records);
  t.same(
    allergies.map(({ substance }) => substance),
    ['penicillin'],
  );
});

t.test('records of any order make the same patient; without the first there is none', async (t) => {
  const ledger = register();
  amend(ledger, { village: 'Bela' });
  amend(ledger, { village: 'Rampur', mobile: null });
  amend(ledger, { mobile: '9000000002' }, 'BR0977');
  const expected = foldPatient(ledger.records);
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.shuffledSubarray(ledger.records, { minLength: 4 }), (records) => {
        assert.deepEqual(foldPatient(records), expected);
      }),
    ),
  );
  t.throws(() => foldPatient(ledger.records.slice(1)), { code: 'not-found' });
});
