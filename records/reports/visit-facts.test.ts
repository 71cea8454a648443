import t from 'tap';
import { ScriptedLedger, WORKFLOW } from '../fixtures/scripted-ledger.js';
import type { Demographics } from '../people.js';
import { recordedVisits, withPerson, type VisitFacts } from './visit-facts.js';

const WOMAN: Demographics = { name: 'Sita', sex: 'female', birthDate: '1992', birthDateEstimated: true };

function read(ledger: ScriptedLedger, person: Demographics | null = WOMAN): VisitFacts[] {
  return recordedVisits(ledger.records.toReversed()).map((visit) =>
    withPerson(visit, person, WORKFLOW.people),
  );
}

function of(visit: VisitFacts | undefined, kind: string) {
  return visit?.facts.filter((fact) => fact.kind === kind) ?? [];
}

t.test(
  'a visit counts on the day of its token, what is added later on the Indian day when it was written',
  (t) => {
    const ledger = new ScriptedLedger().clock('23:50');
    const visit = ledger.visit();
    ledger.wait(40).part(visit, 'diagnosis', 'diagnosis', { code: 'B54', text: { hi: 'म', en: 'm' } });
    ledger.part(visit, 'referral', 'referral', { facility: 'DH', reason: 'x' });
    const [facts] = read(ledger);
    t.match(of(facts, 'visit'), [{ day: '20261121', hour: 23 }]);
    // 00:30 in India is 19:00 UTC of the day before.
    t.match(of(facts, 'diagnosis'), [{ day: '20261122', hour: 0, code: 'B54' }]);
    t.match(of(facts, 'referral'), [{ day: '20261122' }]);
    t.end();
  },
);

t.test('of a result that was corrected twice the last value counts, on the day of the first', (t) => {
  const ledger = new ScriptedLedger();
  const visit = ledger.visit();
  const order = ledger.part(visit, 'lab-order', 'lab-order', { tests: ['HB', 'HB', 'ESR'] })._id;
  const result = (value: number, corrects?: string) =>
    ledger.part(visit, 'lab-result', 'lab-result', { order, test: 'HB', value, flag: 'low', corrects })._id;
  const first = result(1.2);
  ledger.clock('10:00', '20261123');
  const second = result(12, first);
  const third = result(11.2, second);
  const [facts] = read(ledger);
  t.match(of(facts, 'test'), [{ id: third, code: 'HB', value: 11.2, day: '20261121' }]);
  t.same(of(facts, 'test').length, 1);
  t.match(of(facts, 'pending-test'), [{ code: 'ESR' }]);
  t.same(of(facts, 'pending-test').length, 1);
  t.end();
});

t.test('results that correct each other in a ring do not hang the report', (t) => {
  const ledger = new ScriptedLedger();
  const visit = ledger.visit();
  const fields = { order: 'o', test: 'HB', value: 9, flag: 'low' };
  const one = `${visit}:lab-result:1`;
  const two = `${visit}:lab-result:2`;
  ledger.write('lab-result', one, { ...fields, corrects: two });
  ledger.write('lab-result', two, { ...fields, corrects: one });
  ledger.write('lab-result', `${visit}:lab-result:3`, { ...fields, corrects: one });
  t.equal(of(read(ledger)[0], 'test').length, 1);
  t.end();
});

t.test('a diagnosis that was named twice is one, one that was taken back is none', (t) => {
  const ledger = new ScriptedLedger();
  const visit = ledger.visit();
  const say = (code: string, ongoing?: boolean) =>
    ledger.part(visit, 'diagnosis', 'diagnosis', { code, text: { hi: 'क', en: 'k' }, ongoing });
  say('A90');
  say('A09');
  say('A90');
  say('A09', false);
  t.same(
    of(read(ledger)[0], 'diagnosis').map(({ code }) => code),
    ['A90'],
  );
  t.end();
});

t.test('a superseded prescription counts no more, what was given counts', (t) => {
  const ledger = new ScriptedLedger();
  const visit = ledger.visit();
  const line = { line: 1, drug: 'ors-sachet', name: 'ORS', quantity: 2 };
  const old = ledger.part(visit, 'prescription', 'rx', { lines: [line] })._id;
  ledger.part(visit, 'prescription', 'rx', { lines: [{ ...line, quantity: 4 }], supersedes: old });
  ledger.part(visit, 'dispense', 'dispense', {
    prescription: old,
    lines: [{ line: 1, drug: 'ors-sachet', batch: 'A', quantity: 1 }],
  });
  const [facts] = read(ledger);
  t.same(
    of(facts, 'prescribed').map(({ units }) => units),
    [4],
  );
  t.same(
    of(facts, 'dispensed').map(({ code, units }) => [code, units]),
    [['ors-sachet', 1]],
  );
  t.end();
});

t.test('age is told as people tell it, and unknown where nobody knows it', (t) => {
  const ledger = new ScriptedLedger();
  const visit = ledger.visit();
  t.equal(read(ledger)[0]?.months, 34 * 12);
  t.equal(read(ledger, { name: 'A', sex: 'other' })[0]?.months, null);
  t.match(read(ledger, null)[0], { sex: 'unknown', months: null });
  t.equal(read(ledger, { ...WOMAN, birthDate: '2026-11-22' })[0]?.months, null, 'born after the visit');
  t.equal(read(ledger, { ...WOMAN, birthDate: '2021-11-22' })[0]?.months, 59, 'five years old tomorrow');
  t.equal(read(ledger)[0]?.visit, visit);
  t.end();
});

t.test('the nurse’s word on a pregnancy goes before the register’s', (t) => {
  const ledger = new ScriptedLedger();
  const visit = ledger.visit();
  const expecting: Demographics = { ...WOMAN, category: 'pregnant' };
  t.equal(read(ledger, expecting)[0]?.pregnant, true);
  ledger.part(visit, 'vitals', 'vitals', { pregnant: false });
  ledger.part(visit, 'vitals', 'vitals', { pulse: 80 });
  t.equal(read(ledger, expecting)[0]?.pregnant, false);
  t.end();
});

t.test('parts without their visit are passed over', (t) => {
  const ledger = new ScriptedLedger();
  ledger.write('diagnosis', 'visit:BR1042:20261121-009:diagnosis:1', { text: { hi: 'क', en: 'k' } });
  t.same(read(ledger), []);
  t.end();
});

void t.test('pregnant is nobody who is a man, nor a child by the register’s word alone', (t) => {
  const pregnantOf = (more: Partial<Demographics>, said?: boolean): boolean | undefined => {
    const ledger = new ScriptedLedger();
    const visit = ledger.visit();
    if (said !== undefined) ledger.part(visit, 'vitals', 'vitals', { pregnant: said });
    return read(ledger, { ...WOMAN, category: 'pregnant', ...more })[0]?.pregnant;
  };
  t.equal(pregnantOf({ birthDate: '2000' }), true);
  t.equal(pregnantOf({ birthDate: '2000', sex: 'male' }), false);
  t.equal(pregnantOf({ birthDate: '2000', sex: 'male' }, true), false, 'whoever said so');
  t.equal(pregnantOf({ birthDate: '2023' }), false);
  t.equal(pregnantOf({ birthDate: '1968' }), false);
  t.equal(pregnantOf({ birthDate: '1968' }, true), true, 'the nurse was asked');
  t.end();
});
