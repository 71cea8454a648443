import fc from 'fast-check';
import t from 'tap';
import { FacilityError } from './facility-error.js';
import { partId, patientId, patientPartId, stockId, visitId } from './ids.js';
import type { AnyDraft } from './ledger-record.js';
import { validateRecord } from './record-schemas.js';

const BOX = 'BR1042';
const PATIENT = patientId(BOX, 4217);
const VISIT = visitId(BOX, '20261121', 42);
const words = { hi: 'बुखार', en: 'Fever' };
const dose = { pattern: '1-0-1', amount: 1, unit: 'tablet', days: 5 } as const;

/** One ordinary draft of each type. */
const DRAFTS: AnyDraft[] = [
  {
    _id: 'facility:BR1042:1',
    type: 'facility',
    name: words,
    level: 'PHC',
    hfr: 'IN1010000123',
    stateLgd: 10,
  },
  {
    _id: 'staff:BR1042:sunita:2',
    type: 'staff',
    staff: 'sunita',
    name: words,
    roles: ['nurse'],
    active: true,
  },
  {
    _id: PATIENT,
    type: 'patient',
    name: 'सुनीता देवी',
    sex: 'female',
    birthDate: '1984',
    birthDateEstimated: true,
    mobile: '9876543210',
    relative: { name: 'Ram Kumar', relation: 'husband' },
    abha: '91734518160779',
    abhaVerified: false,
  },
  { _id: patientPartId(PATIENT, BOX, 9), type: 'patient-amendment', set: { mobile: null, village: 'Kanti' } },
  {
    _id: patientPartId(PATIENT, BOX, 10),
    type: 'same-person',
    other: patientId('BR0977', 7),
    note: 'husband says so',
  },
  { _id: patientPartId(PATIENT, BOX, 10), type: 'allergy', substance: 'Penicillin', severity: 'severe' },
  { _id: VISIT, type: 'visit', patient: PATIENT, kind: 'new', station: 'vitals' },
  {
    _id: partId(VISIT, 'move', 1),
    type: 'move',
    patient: PATIENT,
    action: 'transfer',
    station: 'vitals',
    to: 'doctor',
  },
  {
    _id: partId(VISIT, 'vitals', 1),
    type: 'vitals',
    patient: PATIENT,
    temperatureC: 38.2,
    pulse: 92,
    pregnant: false,
  },
  {
    _id: partId(VISIT, 'consultation', 1),
    type: 'consultation',
    patient: PATIENT,
    complaints: [{ text: 'बुखार', duration: 3 }],
    followUp: '2026-11-28',
  },
  {
    _id: partId(VISIT, 'diagnosis', 1),
    type: 'diagnosis',
    patient: PATIENT,
    code: 'R50.9',
    text: words,
    certainty: 'provisional',
  },
  {
    _id: partId(VISIT, 'rx', 1),
    type: 'prescription',
    patient: PATIENT,
    lines: [{ line: 1, drug: 'paracetamol-tab-500mg', name: 'Paracetamol', dose, quantity: 10 }],
    accepted: ['allergy:1'],
    signedOver: [{ line: 1, substance: 'Paracetamol', severity: 'severe', reason: 'No other will do' }],
  },
  { _id: partId(VISIT, 'lab-order', 1), type: 'lab-order', patient: PATIENT, tests: ['HB', 'HBA1C'] },
  {
    _id: partId(VISIT, 'lab-result', 1),
    type: 'lab-result',
    patient: PATIENT,
    order: partId(VISIT, 'lab-order', 1),
    test: 'HB',
    value: 11.2,
    flag: 'low',
  },
  {
    _id: partId(VISIT, 'lab-ack', 1),
    type: 'lab-ack',
    patient: PATIENT,
    result: partId(VISIT, 'lab-result', 1),
  },
  {
    _id: partId(VISIT, 'dispense', 1),
    type: 'dispense',
    patient: PATIENT,
    prescription: partId(VISIT, 'rx', 1),
    lines: [{ line: 1, drug: 'paracetamol-tab-500mg', batch: 'B12', quantity: 10 }],
    asked: [{ line: 1, substance: 'Paracetamol', severity: 'severe', doctor: 'dr.verma' }],
  },
  {
    _id: partId(VISIT, 'return', 1),
    type: 'dispense-return',
    patient: PATIENT,
    dispense: partId(VISIT, 'dispense', 1),
    lines: [{ drug: 'paracetamol-tab-500mg', batch: 'B12', quantity: 4 }],
    reason: 'side-effect: दाने',
  },
  {
    _id: partId(VISIT, 'referral', 1),
    type: 'referral',
    patient: PATIENT,
    facility: 'सदर अस्पताल',
    reason: 'Chest pain',
  },
  {
    _id: partId(VISIT, 'referral-cancel', 1),
    type: 'referral-cancel',
    patient: PATIENT,
    referral: partId(VISIT, 'referral', 1),
    to: 'BR0977',
    reason: 'wrong-facility',
    reasonName: { hi: 'ग़लत केंद्र', en: 'Wrong facility' },
    note: 'no surgeon there',
    signer: { hi: 'डॉ. वर्मा', en: 'Dr Verma' },
  },
  { _id: partId(VISIT, 'admission', 1), type: 'admission', patient: PATIENT, action: 'admit' },
  {
    _id: stockId(BOX, 'paracetamol-tab-500mg', 11),
    type: 'stock',
    item: 'paracetamol-tab-500mg',
    batch: 'B12',
    expiry: '2027-03',
    change: -10,
    kind: 'dispense',
  },
];

const ENVELOPE = { n: 1, at: '2026-11-21T04:00:00.000Z', by: 'sunita', v: 1 };

/** What becomes of a draft once the ledger has given it its envelope. */
function validateDraft<D extends AnyDraft>(draft: D): D {
  const record = validateRecord({ ...draft, ...ENVELOPE });
  return Object.fromEntries(Object.entries(record).filter(([name]) => !(name in ENVELOPE))) as unknown as D;
}

function draftOf(type: string): AnyDraft {
  const draft = DRAFTS.find((one) => one.type === type);
  if (!draft) throw new Error(type);
  return draft;
}

/** What is wrong with the draft of a type once these fields are changed: `mobile notValid`. */
function faults(type: string, change: object): string[] {
  try {
    validateDraft({ ...draftOf(type), ...change });
    return [];
  } catch (error) {
    if (!(error instanceof FacilityError)) throw error;
    t.equal(error.code, 'bad-input');
    return error.fields.map(({ field, code }) => `${field} ${code}`);
  }
}

t.test('an ordinary draft of each type passes unchanged', (t) => {
  for (const draft of DRAFTS) t.same(validateDraft(draft), draft, draft.type);
  t.equal(new Set(DRAFTS.map(({ type }) => type)).size, 21);
  t.end();
});

t.test('a record passes with its envelope and not without', (t) => {
  for (const draft of DRAFTS)
    t.same(validateRecord({ ...draft, ...ENVELOPE }), { ...draft, ...ENVELOPE }, draft.type);
  t.throws(() => validateRecord(draftOf('visit')), { code: 'bad-input' });
  t.end();
});

t.test('each required field is missed when it is gone', (t) => {
  for (const draft of DRAFTS) {
    for (const field of Object.keys(draft)) {
      const rest = Object.fromEntries(Object.entries(draft).filter(([name]) => name !== field));
      let missed: string[] = [];
      try {
        validateDraft(rest as unknown as AnyDraft);
      } catch (error) {
        missed = error instanceof FacilityError ? error.fields.map((one) => one.field) : [String(error)];
      }
      if (missed.length > 0) t.same(missed, [field], `${draft.type}.${field}`);
    }
  }
  t.same(faults('patient', { name: undefined }), ['name required']);
  t.same(faults('patient', { name: '   ' }), ['name required']);
  t.same(faults('patient', { name: '\u0000\u202e' }), ['name required']);
  t.end();
});

t.test('what does not fit is refused, and named', (t) => {
  const table: [type: string, change: object, expected: string[]][] = [
    ['patient', { name: 'क'.repeat(121) }, ['name tooLong']],
    ['patient', { name: 'क'.repeat(120) }, []],
    ['patient', { mobile: '987654321' }, ['mobile notValid']],
    ['patient', { mobile: '5876543210' }, ['mobile notValid']],
    ['patient', { birthDate: '2026-02-31' }, ['birthDate notValid']],
    ['patient', { birthDate: '0084' }, ['birthDate notValid']],
    ['patient', { birthDate: '1984-06' }, []],
    ['patient', { abha: '91-7345-1816-0779' }, ['abha notValid']],
    ['patient', { sex: 'f' }, ['sex unknownChoice']],
    ['patient', { aadhaar: '123412341234' }, ['aadhaar unknownField']],
    ['patient', { relative: { name: 'Ram' } }, ['relative.relation required']],
    ['patient', { _id: 'patient:BR1042-004217-0' }, ['_id notValid']],
    ['patient-amendment', { set: {} }, ['set required']],
    ['patient-amendment', { set: { name: null } }, ['set.name notValid']],
    ['patient-amendment', { set: { caste: 'x' } }, ['set.caste unknownField']],
    ['visit', { _id: 'visit:BR1042:2026-042' }, ['_id notValid']],
    ['visit', { patient: 'patient:BR1042-004217-0' }, ['patient notValid']],
    ['move', { to: undefined }, ['to required']],
    ['move', { _id: `${VISIT}:rx:1` }, ['_id notValid']],
    ['move', { _id: `${VISIT}:move:0` }, ['_id notValid']],
    ['vitals', { pulse: '72' }, ['pulse notANumber']],
    ['vitals', { pulse: 1e9 }, ['pulse tooLarge']],
    ['vitals', { pulse: 72.5 }, ['pulse notWhole']],
    ['vitals', { pulse: NaN }, ['pulse notANumber']],
    ['vitals', { temperatureC: -1 }, ['temperatureC tooSmall']],
    ['vitals', { pregnant: 'yes' }, ['pregnant notValid']],
    ['vitals', { note: 'x'.repeat(2001) }, ['note tooLong']],
    ['consultation', { followUp: '2026-02-30' }, ['followUp notValid']],
    ['prescription', { lines: [] }, ['lines tooFew']],
    ['lab-order', { tests: ['HB', 'HB'] }, ['tests.1 notValid']],
    ['lab-result', { value: Infinity }, ['value tooLarge']],
    ['lab-result', { value: '' }, ['value required']],
    ['stock', { change: 0 }, ['change notValid']],
    ['stock', { change: 1e9 }, ['change tooLarge']],
    ['stock', { expiry: '2027-13' }, ['expiry notValid']],
    ['staff', { roles: ['king'] }, ['roles.0 unknownChoice']],
    ['staff', { staff: 'Dr Verma' }, ['staff notValid']],
  ];
  for (const [type, change, expected] of table)
    t.same(faults(type, change), expected, JSON.stringify(change).slice(0, 60));
  t.end();
});

t.test('a prescription’s quantity and dose have bounds', (t) => {
  const line = { line: 1, drug: 'paracetamol-tab-500mg', name: 'Paracetamol', dose, quantity: 10 };
  const rx = (change: object) => faults('prescription', { lines: [{ ...line, ...change }] });
  t.same(rx({ quantity: -1 }), ['lines.0.quantity tooSmall']);
  t.same(rx({ quantity: 0 }), ['lines.0.quantity tooSmall']);
  t.same(rx({ quantity: 1e9 }), ['lines.0.quantity tooLarge']);
  t.same(rx({ quantity: 0, drug: undefined }), [], 'to buy outside');
  t.same(rx({ quantity: -1, drug: undefined }), ['lines.0.quantity tooSmall']);
  t.same(rx({ dose: { ...dose, amount: 0 } }), ['lines.0.dose.amount tooSmall']);
  t.same(rx({ dose: { ...dose, days: 366 } }), ['lines.0.dose.days tooLarge']);
  t.same(rx({ dose: { ...dose, food: 'never' } }), ['lines.0.dose.food unknownChoice']);
  t.same(faults('prescription', { lines: [line, line] }), ['lines.1 notValid'], 'a line number twice');
  t.end();
});

t.test('an unknown type is refused', (t) => {
  for (const type of ['', 'constructor', 'toString', undefined, 7]) {
    t.throws(() => validateRecord({ ...draftOf('visit'), type }), { code: 'bad-input' });
  }
  t.end();
});

t.test('all faults are told at once, and no message holds a value', (t) => {
  t.same(faults('patient', { name: '', mobile: '12', sex: 'x' }).sort(), [
    'mobile notValid',
    'name required',
    'sex unknownChoice',
  ]);
  try {
    validateDraft({ ...draftOf('patient'), mobile: '98765SECRET' } as AnyDraft);
    t.fail();
  } catch (error) {
    t.notMatch(String(error), /SECRET/);
  }
  t.end();
});

t.test('texts keep Hindi, emoji and HTML, and lose control characters', (t) => {
  const name = (typed: string) => {
    const draft = validateDraft({ ...draftOf('patient'), name: typed } as AnyDraft);
    return draft.type === 'patient' ? draft.name : '';
  };
  t.equal(name('  राम\tकुमार\r\n'), 'राम कुमार');
  t.equal(name('<b>Ram</b> & "Sons" 😀👨‍👩‍👧'), '<b>Ram</b> & "Sons" 😀👨‍👩‍👧');
  t.equal(name('क्‍ष'), 'क्‍ष', 'a joiner stays');
  t.equal(name('Ram\u0000\u001b[2J\u202eKumar\u200f'), 'Ram[2JKumar');
  t.equal(name('Jose\u0301'), 'Jos\u00e9');
  t.equal(name('Ram\ud83d'), 'Ram', 'half an emoji');
  const draft = validateDraft({ ...draftOf('vitals'), note: 'एक\r\nदो\u0007' } as AnyDraft);
  t.match(draft, { note: 'एक\nदो' });
  t.end();
});

t.test('a text that passed passes again unchanged', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
      if (faults('patient', { name: typed }).length > 0) return true;
      const once = validateDraft({ ...draftOf('patient'), name: typed } as AnyDraft);
      t.same(validateDraft(once), once);
      return Buffer.from(JSON.stringify(once)).toString() === JSON.stringify(once);
    }),
    { numRuns: 300 },
  );
  t.end();
});
