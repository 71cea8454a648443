import t from 'tap';
import { loadReference } from '../templates/reference.js';
import { matchAllergies } from './allergy-match.js';
import type { PrescriptionLine, PrescriptionRecord } from './care.js';
import { ScriptedLedger } from './fixtures/scripted-ledger.js';
import { lineAllergies } from './line-allergies.js';
import type { Allergy } from './people.js';

const reference = loadReference();
const AMOX = 'amoxicillin-cap-500mg';
const AMOX250 = 'amoxicillin-cap-250mg';
const CEFTRIAXONE = 'ceftriaxone-inj-1g';
const PCM = 'paracetamol-tab-500mg';

const MILD: Allergy = { substance: 'Penicillin' };
const SEVERE: Allergy = { substance: 'Penicillin', severity: 'severe' };
const dose = { pattern: '1-1-1', amount: 1, unit: 'tablet', days: 5 };
const LINE: PrescriptionLine = { line: 1, drug: AMOX, name: AMOX, dose, quantity: 15 };

type Signed = Pick<Partial<PrescriptionRecord>, 'accepted' | 'signedOver'>;

function found(standing: Allergy[], signed: Signed, drug = AMOX, line = LINE) {
  const ledger = new ScriptedLedger();
  const rx = ledger.part(ledger.visit(), 'prescription', 'rx', { lines: [line], ...signed });
  const matches = matchAllergies(standing, reference);
  return lineAllergies(line, rx, drug, matches, reference).map((one) => ({
    substance: one.substance,
    signed: one.signedOver === null ? null : (one.signedOver.reason ?? ''),
    ask: one.mustAsk,
    gone: one.gone,
  }));
}

const over = (allergy: Allergy, line = 1): Signed => ({
  accepted: [`allergy:${line}`],
  signedOver: [{ line, ...allergy, reason: 'tolerated' }],
});
const ONE = { substance: 'Penicillin', signed: 'tolerated', ask: false, gone: false };

t.test('the pharmacist asks about what is severe, and about what the doctor did not know', (t) => {
  t.same(found([MILD], over(MILD)), [ONE]);
  t.same(found([SEVERE], over(SEVERE)), [{ ...ONE, ask: true }], 'severe');
  t.same(found([SEVERE], over(MILD)), [{ ...ONE, ask: true }], 'it turned out worse');
  t.same(found([MILD], {}), [{ ...ONE, signed: null, ask: true }], 'written down after signing');
  t.same(found([MILD], over(MILD, 2)), [{ ...ONE, signed: null, ask: true }], 'signed over for another line');
  t.same(found([MILD], {}, PCM, { ...LINE, drug: PCM }), [], 'it speaks against another medicine');
  t.end();
});

t.test('for another substance nobody has signed; for another strength the doctor has', (t) => {
  t.same(found([MILD], over(MILD), AMOX250), [ONE]);
  t.same(found([MILD], over(MILD), CEFTRIAXONE), [{ ...ONE, signed: null, ask: true }], 'a related one');
  t.same(found([MILD], over(MILD), PCM), []);
  t.same(found([MILD], over(MILD), 'no-such-drug'), []);
  t.end();
});

t.test('a prescription of the first version says only that the warning was accepted', (t) => {
  t.same(found([MILD], { accepted: ['allergy:1'] }), [{ ...ONE, signed: '' }]);
  t.same(found([MILD], { accepted: ['allergy:2'] }), [{ ...ONE, signed: null, ask: true }]);
  const related = found([MILD], { accepted: ['allergy-related:1'] }, CEFTRIAXONE, {
    ...LINE,
    drug: CEFTRIAXONE,
  });
  t.same(related, [{ ...ONE, signed: '' }]);
  t.end();
});

t.test('what was signed over and stands no longer is told, and asked about no more', (t) => {
  t.same(found([], over(SEVERE)), [{ ...ONE, gone: true }]);
  t.same(found([], over(SEVERE), PCM), []);
  t.end();
});

t.test('one that was written down twice counts once, as the worse', (t) => {
  t.same(found([MILD, { ...SEVERE, substance: 'penicillin' }], over(MILD)), [
    { ...ONE, substance: 'penicillin', ask: true },
  ]);
  t.end();
});
