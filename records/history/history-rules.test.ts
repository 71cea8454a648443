import t from 'tap';
import type { AccessRecord, ConsentRecord } from '../box.js';
import { patientId, patientPartId, visitId } from '../ids.js';
import type { LedgerRecord } from '../ledger-record.js';
import { cutHistory } from './cut-history.js';
import { historyGrounds, HISTORY_ROUTE, type HistoryGrounds } from './history-grounds.js';
import { mayShare, type SharingFacility } from './may-share.js';
import { openRecords } from './open-records.js';
import { isWithdrawn } from './withdrawn.js';

const SITA = patientId('BR1042', 1);
const NOW = '2026-11-22T05:00:00.000Z';
const ENVELOPE = { n: 7, at: NOW, by: 'dr.rao', v: 1 };
const LOOK: AccessRecord = {
  ...{ ...ENVELOPE, _id: 'access:BR0977:7', type: 'access', action: 'view', route: HISTORY_ROUTE },
  ...{ patients: [SITA], consent: patientPartId(SITA, 'BR0977', 6) },
};
const CONSENT: ConsentRecord = {
  ...{ ...ENVELOPE, _id: patientPartId(SITA, 'BR0977', 6), type: 'consent', purpose: 'history', given: true },
  mode: 'spoken',
};
const ASK = { box: 'BR0977', patient: SITA, look: LOOK, consent: CONSENT };

void t.test('a box may ask on its own look, with the consent that the look names, or with a reason', (t) => {
  t.same(historyGrounds(ASK, NOW), { kind: 'consent', scope: [], givenAt: NOW });
  const reason = { ...LOOK, reason: 'emergency' };
  t.same(historyGrounds({ ...ASK, look: reason }, NOW), { kind: 'emergency' });
  const none: [why: string, ask: Partial<typeof ASK>][] = [
    ['another box’s look', { look: { ...LOOK, _id: 'access:BR0001:7' } }],
    ['a look at a list', { look: { ...LOOK, patients: [SITA, patientId('BR1042', 2)] } }],
    ['a look at another page', { look: { ...LOOK, route: '/counter' } }],
    ['a look of last week', { look: { ...LOOK, at: '2026-11-15T05:00:00.000Z' } }],
    ['another consent', { consent: { ...CONSENT, _id: patientPartId(SITA, 'BR0977', 5) } }],
    ['a consent of another box', { consent: { ...CONSENT, _id: patientPartId(SITA, 'BR0001', 6) } }],
    ['a refusal', { consent: { ...CONSENT, given: false } }],
    ['one that ended yesterday', { consent: { ...CONSENT, until: '2026-11-21' } }],
  ];
  for (const [why, ask] of none) t.equal(historyGrounds({ ...ASK, ...ask }, NOW), null, why);
  const uncertain = { ...LOOK, at: '1970-01-01T00:00:00.000Z', clockUncertain: true as const };
  t.ok(historyGrounds({ ...ASK, look: uncertain }, NOW), 'a box whose clock does not know may ask');
  t.ok(historyGrounds({ ...ASK, consent: { ...CONSENT, until: '2026-11-22' } }, NOW), 'on its last day');
  t.end();
});

void t.test('public facilities share; a private house only by a consent that names private houses', (t) => {
  const bare: HistoryGrounds = { kind: 'consent', scope: [], givenAt: NOW };
  const named: HistoryGrounds = { ...bare, scope: ['private'] };
  const emergency: HistoryGrounds = { kind: 'emergency' };
  const state: SharingFacility = { ownership: 'government' };
  const clinic: SharingFacility = { ownership: 'private' };
  const house: SharingFacility = { ownership: 'private', tenant: 'maa' };
  const table: [string, SharingFacility | null, SharingFacility | null, HistoryGrounds, boolean][] = [
    ['public to public', state, state, bare, true],
    ['public to public in an emergency', state, state, emergency, true],
    ['public to a private house that asked the patient', state, house, bare, true],
    ['private to public', house, state, bare, false],
    ['private to public in an emergency', house, state, emergency, false],
    ['private to public, named', house, state, named, true],
    ['one house', house, { ...house }, emergency, true],
    ['another house', house, { ...house, tenant: 'baba' }, bare, false],
    ['private without a house of its own', clinic, clinic, bare, false],
    ['nobody lists it', null, state, bare, false],
    ['nobody lists either', null, null, emergency, false],
  ];
  for (const [what, holder, asker, grounds, may] of table)
    t.equal(mayShare(holder, asker, grounds), may, what);
  t.end();
});

function diagnosis(day: string, note = ''): LedgerRecord {
  return {
    ...{ ...ENVELOPE, _id: `${visitId('BR1042', day, 1)}:diagnosis:1`, type: 'diagnosis', patient: SITA },
    ...{ text: { hi: day + note, en: day }, certainty: 'confirmed' },
  };
}

void t.test(
  'a restriction on the whole record leaves who it is and allergies; a lifted one nothing out',
  (t) => {
    const allergy: LedgerRecord = {
      ...{ ...ENVELOPE, _id: patientPartId(SITA, 'BR1042', 2), type: 'allergy', substance: 'x' },
    };
    const all: LedgerRecord = {
      ...{ ...ENVELOPE, _id: patientPartId(SITA, 'BR1042', 3), type: 'restriction', category: 'hiv' },
    };
    const lifted: LedgerRecord = {
      ...{ ...ENVELOPE, _id: patientPartId(SITA, 'BR1042', 4), type: 'restriction', category: 'hiv' },
      lifted: all._id,
    };
    const records = [allergy, diagnosis('20261101'), all];
    t.same(openRecords(records, [SITA]), { records: [allergy], leftOut: true });
    t.match(openRecords([...records, lifted], [SITA]), {
      records: [allergy, { type: 'diagnosis' }],
      leftOut: false,
    });
    t.end();
  },
);

void t.test('a history is cut at whole days, the newest kept', (t) => {
  const days = ['20240101', '20260101', '20250101'].map((day) => diagnosis(day));
  const two = JSON.stringify(days[0]).length * 2 + 10;
  const cut = cutHistory(days, { most: two });
  t.equal(cut.from, '2024-01-01');
  t.match(
    cut.records.map(({ _id }) => _id.slice(13, 21)),
    ['20260101', '20250101'],
  );
  t.equal(cutHistory(days, { most: 1e6 }).from, null);
  t.match(cutHistory(days, { most: 1e6, after: '20250101' }), { from: '2025-01-01', records: { length: 1 } });
  t.end();
});

void t.test('the later word on it counts, wherever it was said', (t) => {
  const no: ConsentRecord = { ...CONSENT, _id: patientPartId(SITA, 'BR1042', 9), given: false };
  t.equal(isWithdrawn([CONSENT, { ...no, at: '2026-11-23T05:00:00.000Z' }], NOW), true);
  t.equal(isWithdrawn([CONSENT, { ...no, at: '2026-11-21T05:00:00.000Z' }], NOW), false);
  t.equal(isWithdrawn([{ ...no, purpose: 'share', at: '2026-11-23T05:00:00.000Z' }], NOW), false);
  t.end();
});
