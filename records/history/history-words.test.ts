import fc from 'fast-check';
import t from 'tap';
import { patientId, patientPartId, visitId } from '../ids.js';
import type { LedgerRecord } from '../ledger-record.js';
import { historySaid, historyWord, readHistoryWord } from './history-word.js';
import { HistoryWords } from './history-words.js';

const SITA = patientId('BR1042', 1);
const at = (hour: number): string => `2026-11-22T${String(hour).padStart(2, '0')}:00:00.000Z`;
const envelope = (n: number) => ({ n, at: at(n), by: 'asha', v: 1 });

function no(n: number): LedgerRecord {
  const said = { purpose: 'history', given: false, mode: 'spoken' } as const;
  return { ...envelope(n), _id: patientPartId(SITA, 'BR1042', n), type: 'consent', ...said };
}

function restriction(n: number, more: { visit?: string; lifted?: string } = {}): LedgerRecord {
  const _id = patientPartId(SITA, 'BR1042', n);
  return { ...envelope(n), _id, type: 'restriction', category: 'hiv', reason: 'test positive', ...more };
}

const VISITS = ['20261101', '20261105'].map((day): LedgerRecord => ({
  ...{ ...envelope(1), _id: `${visitId('BR1042', day, 1)}:diagnosis:1`, type: 'diagnosis', patient: SITA },
  ...{ text: { hi: 'मलेरिया', en: 'Malaria' }, certainty: 'confirmed' },
}));
const ALLERGY: LedgerRecord = {
  ...{ ...envelope(2), _id: patientPartId(SITA, 'BR1042', 2), type: 'allergy', substance: 'penicillin' },
};
const COPY = { patients: [SITA], since: at(5), records: [ALLERGY, ...VISITS] };

function told(...records: LedgerRecord[]): HistoryWords {
  const words = new HistoryWords();
  for (const record of records) {
    const said = historySaid(record);
    if (said) words.apply(historyWord(SITA, said));
  }
  return words;
}

void t.test('a no that is later than the consent ends a copy, an earlier one does not', (t) => {
  t.same(told(no(6)).after(COPY), { outcome: 'withdrawn' });
  t.same(told(no(4)).after(COPY), { outcome: 'stands' });
  t.same(told(no(6)).after({ ...COPY, patients: [patientId('BR1042', 2)] }), { outcome: 'stands' });
  t.equal(told(no(6), no(4)).withdrawnAt([SITA]), at(6));
  t.equal(told().withdrawnAt([SITA]), null);
  t.end();
});

void t.test('what is restricted later goes from a copy, whatever its clock said; allergies stay', (t) => {
  const whole = told(restriction(3)).after(COPY);
  t.match(whole, { outcome: 'closed', at: at(3), records: [ALLERGY] });
  const one = told(restriction(7, { visit: visitId('BR1042', '20261101', 1) })).after(COPY);
  t.match(one, { outcome: 'closed', records: [ALLERGY, VISITS[1]] });
  const lifted = told(restriction(7), restriction(8, { lifted: patientPartId(SITA, 'BR1042', 7) }));
  t.same(lifted.after(COPY), { outcome: 'stands' });
  const withIt = { ...COPY, records: [...COPY.records, restriction(7)] };
  t.same(told(restriction(7)).after(withIt), { outcome: 'stands' }, 'it came by a consent that names it');
  t.end();
});

void t.test('a word says nothing of what is restricted, who said it, or where', (t) => {
  const word = historyWord(SITA, historySaid(restriction(7))!);
  t.notMatch(JSON.stringify(word), /hiv|positive|asha/);
  t.same(readHistoryWord(word), word);
  t.notMatch(historyWord(SITA, historySaid(no(6))!)._id, /BR1042:6/);
  const others: object[] = [{}, { ...word, said: 'burnt' }, { ...word, restriction: undefined }];
  for (const other of others) t.equal(readHistoryWord(other), null);
  t.equal(historySaid({ ...no(6), purpose: 'share' } as LedgerRecord), null);
  t.equal(historySaid({ ...no(6), given: true } as LedgerRecord), null);
  t.equal(historySaid(ALLERGY), null);
  t.end();
});

void t.test('in any order, any number of times, words come to the same', (t) => {
  const all = [no(4), restriction(3), restriction(8, { lifted: patientPartId(SITA, 'BR1042', 3) }), no(6)];
  fc.assert(
    fc.property(fc.shuffledSubarray([...all, ...all], { minLength: 1 }), (some) => {
      t.same(told(...some).after(COPY), told(...new Set(some.toReversed())).after(COPY));
    }),
    { numRuns: 60 },
  );
  t.end();
});
