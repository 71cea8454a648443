import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import t from 'tap';
import type { VisitRecord } from './care.js';
import { patientId, patientPartId, visitId } from './ids.js';
import type { LedgerRecord } from './ledger-record.js';
import { PatientDirectory } from './patient-directory.js';
import type { Demographics, PatientAmendment, PatientRecord } from './people.js';

const BOX = 'BR1042';
let n = 0;
const envelope = (at = '2026-11-21T05:00:00.000Z') => ({ n: ++n, at, by: 'sunita', v: 1 });

const patient = (serial: number, person: Partial<Demographics> = {}, box = BOX): PatientRecord => ({
  ...envelope(),
  _id: patientId(box, serial),
  type: 'patient',
  name: 'Sunita Devi',
  sex: 'female',
  ...person,
});
const visit = (serial: number, day: string, token: number, box = BOX): VisitRecord => ({
  ...envelope(),
  _id: visitId(box, day, token),
  type: 'visit',
  patient: patientId(BOX, serial),
  kind: 'new',
  station: 'vitals',
});
const amendment = (serial: number, set: PatientAmendment['set'], at?: string): PatientAmendment => {
  const head = envelope(at);
  return { ...head, _id: patientPartId(patientId(BOX, serial), BOX, head.n), type: 'patient-amendment', set };
};
const directoryOf = (...records: LedgerRecord[]) => {
  const directory = new PatientDirectory(BOX);
  for (const record of records) directory.apply(record);
  return directory;
};
const restored = (directory: PatientDirectory) =>
  PatientDirectory.restore(JSON.parse(JSON.stringify(directory.snapshot())));
const names = (found: { name: string }[]) => found.map(({ name }) => name);

t.test('nearly every measured spelling is found from the other script, both ways', async (t) => {
  const pairs = readFileSync(new URL('../../tests/fixtures/name-pairs.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t') as [string, string]);
  const found = pairs.filter(([hindi, latin]) =>
    [
      [hindi, latin],
      [latin, hindi],
    ].every(
      ([stored = '', typed = '']) => directoryOf(patient(1, { name: stored })).findByName(typed).length === 1,
    ),
  );
  t.ok(found.length >= 105, `${found.length} of ${pairs.length}`);
});

t.test('words may come in any order, run together, apart, or half typed', async (t) => {
  const directory = directoryOf(
    patient(1, { name: 'Ram Kumar Yadav', sex: 'male' }),
    patient(2, { name: 'रामकुमार', sex: 'male' }),
    patient(3, { name: 'Shyam Sundar', sex: 'male' }),
  );
  t.same(names(directory.findByName('yadav ram')), ['Ram Kumar Yadav']);
  t.same(new Set(names(directory.findByName('Ramkumar'))), new Set(['रामकुमार', 'Ram Kumar Yadav']));
  t.same(new Set(names(directory.findByName('राम कुमार'))), new Set(['रामकुमार', 'Ram Kumar Yadav']));
  t.same(new Set(names(directory.findByName('ram ku'))), new Set(['रामकुमार', 'Ram Kumar Yadav']));
  t.same(names(directory.findByName('Shya')), ['Shyam Sundar']);
  t.same(names(directory.findByName('s')), ['Shyam Sundar']);
  t.same(names(directory.findByName('Shyam Lal Sundar')), ['Shyam Sundar'], 'a word too many');
});

t.test('the likeliest stands first: same script, then likeness, then who came last', async (t) => {
  const directory = directoryOf(
    patient(1, { name: 'Asha Devi' }),
    patient(2, { name: 'Usha Devi' }),
    patient(3, { name: 'आशा देवी' }),
    patient(4, { name: 'Asha Devi' }),
    visit(1, '20261120', 1),
    visit(4, '20250101', 1),
    visit(2, '20261121', 1),
  );
  t.same(
    directory.findByName('Asha Devi').map(({ id }) => id),
    [1, 4, 3, 2].map((s) => patientId(BOX, s)),
  );
  t.equal(directory.findByName('आशा देवी')[0]?.id, patientId(BOX, 3));
});

t.test('sex and village narrow a search', async (t) => {
  const directory = directoryOf(
    patient(1, { name: 'Kiran', sex: 'male', village: 'रामपुर' }),
    patient(2, { name: 'Kiran', sex: 'female', village: 'Rampur' }),
    patient(3, { name: 'Kiran', sex: 'female', village: 'Hariganj' }),
  );
  t.same(directory.findByName('kiran', { village: 'Raampur' }).length, 2);
  t.same(
    directory.findByName('किरण', { village: 'Rampur', sex: 'female' }).map(({ id }) => id),
    [patientId(BOX, 2)],
  );
  t.same(directory.findByName('kiran', { village: 'Nowhere' }), []);
  t.equal(directory.findByName('kiran', { village: ' ' }).length, 3);
});

t.test('a name that thousands share gives the asked number, and the rare word still decides', async (t) => {
  const directory = new PatientDirectory(BOX);
  for (let serial = 1; serial <= 5000; serial++) directory.apply(patient(serial, { name: 'Gita Devi' }));
  directory.apply(patient(5001, { name: 'Jhumri Devi' }));
  for (let serial = 5002; serial <= 9000; serial++) directory.apply(patient(serial, { name: 'Rina Devi' }));
  t.equal(directory.findByName('Devi', { limit: 7 }).length, 7);
  t.same(names(directory.findByName('devi jhumri', { limit: 1 })), ['Jhumri Devi']);
});

t.test(
  'one mobile number finds the whole family, who came last first, and others by some digits',
  async (t) => {
    const directory = directoryOf(
      patient(1, { name: 'A', mobile: '9876543210' }),
      patient(2, { name: 'B', mobile: '9876543210' }),
      patient(3, { name: 'C', mobile: '9876500000' }),
      patient(4, { name: 'D' }),
      visit(1, '20260101', 1),
      visit(2, '20260601', 1),
    );
    t.same(names(directory.findByMobile('+91 98765-43210')), ['B', 'A']);
    t.same(names(directory.findByMobile('९८७६५')), ['B', 'A', 'C'], 'beginning');
    t.same(names(directory.findByMobile('3210')), ['B', 'A'], 'end');
    t.same(names(directory.findByMobile('3210', 1)), ['B']);
    t.same(directory.findByMobile('321'), [], 'too few digits');
    t.same(directory.findByMobile(''), []);
  },
);

t.test('one field takes whatever the clerk has', async (t) => {
  const directory = directoryOf(
    patient(4217, { mobile: '9876543210', abha: '42717586044553', abhaAddress: 'Sunita@sbx' }),
    patient(4300, { name: 'Ram', mobile: '9000014217' }),
  );
  const id = patientId(BOX, 4217);
  const ask = (text: string) => {
    const { kind, patients } = directory.search(text);
    return [kind, ...patients.map((found) => found.id)];
  };
  t.same(ask(id.slice('patient:'.length).toLowerCase()), ['id', id]);
  t.same(ask('98765 43210'), ['mobile', id]);
  t.same(ask('42-7175-8604-4553'), ['abha', id]);
  t.same(ask('sunita@SBX'), ['abha', id]);
  t.same(ask('4217'), ['digits', id, patientId(BOX, 4300)], 'a serial, or the end of a mobile number');
  t.same(ask('००४२१७'), ['digits', id]);
  t.same(ask('सुनीता'), ['name', id]);
  t.same(ask('   '), ['empty']);
  t.same(ask('{"hidn":"42-71'), ['unreadable']);
  t.same(ask('<script>alert(1)</script>'), ['name']);
  const card = directory.search('{"hidn":"42-7175-8604-4553","phr":"sunita@sbx","name":"Sunita"}');
  t.same([card.kind, card.patients.length, card.card?.name], ['abha-card', 1, 'Sunita']);
  const mistyped = directory.search(`${id.slice('patient:'.length, -1)}${id.endsWith('A') ? 'B' : 'A'}`);
  t.same([mistyped.kind, mistyped.check, mistyped.patients], ['id', false, []]);
});

t.test('a box restored on new hardware knows the serials of the old one', async (t) => {
  const directory = new PatientDirectory('BR1042b');
  directory.apply(patient(7));
  t.equal(directory.findById('7')?.id, patientId(BOX, 7));
  directory.apply(patient(7, { name: 'Own' }, 'BR1042b'));
  t.equal(directory.findById('7')?.name, 'Own');
  t.equal(directory.findById('0'), null);
});

t.test('an amendment changes what is found, and by what', async (t) => {
  const directory = directoryOf(
    patient(1, { name: 'Gita', mobile: '9876543210', village: 'Rampur', abha: '42717586044553' }),
    amendment(1, { name: 'Jhumri', mobile: '9000000001', village: 'Hariganj', abha: null }),
  );
  t.same(directory.findByName('Gita'), []);
  t.same(names(directory.findByName('झुमरी', { village: 'Hariganj' })), ['Jhumri']);
  t.same(directory.findByName('Jhumri', { village: 'Rampur' }), []);
  t.same(directory.findByMobile('9876543210'), []);
  t.same(names(directory.findByMobile('9000000001')), ['Jhumri']);
  t.same(directory.findByAbha('42717586044553'), []);
  t.equal(directory.size, 1);
  directory.apply(amendment(1, { name: null, mobile: null }));
  t.equal(directory.get(patientId(BOX, 1))?.name, 'Jhumri', 'a name cannot be cleared');
  t.equal(directory.get(patientId(BOX, 1))?.mobile, undefined);
});

t.test('visits of any box are kept, newest first', async (t) => {
  const directory = directoryOf(
    visit(1, '20260601', 12),
    patient(1),
    visit(1, '20260601', 2, 'BR0977'),
    visit(1, '20261121', 1042),
    visit(1, '20250101', 1),
  );
  const id = patientId(BOX, 1);
  t.same(directory.visitsOf(id), [
    visitId(BOX, '20261121', 1042),
    visitId(BOX, '20260601', 12),
    visitId('BR0977', '20260601', 2),
    visitId(BOX, '20250101', 1),
  ]);
  t.equal(directory.lastVisit(id), '20261121');
  t.match(directory.get(id), { lastVisit: '20261121', visits: 4 });
  t.same(directory.visitsOf(patientId(BOX, 99)), []);
  t.equal(directory.get(patientId(BOX, 99)), null);
  t.equal(directoryOf(visit(5, '20260601', 1)).get(patientId(BOX, 5)), null, 'known by a visit only');
});

t.test('names of any kind are taken', async (t) => {
  const odd = [
    '<b>Ram</b>',
    '🙏',
    '',
    ' ',
    'राम '.repeat(1000),
    'a'.repeat(100_000),
    '்',
    '__proto__',
    'constructor',
  ];
  const directory = directoryOf(...odd.map((name, i) => patient(i + 1, { name })));
  for (const [i, name] of odd.entries()) t.equal(directory.get(patientId(BOX, i + 1))?.name, name);
  for (const name of odd) t.doesNotThrow(() => directory.search(name));
  t.ok(names(directory.findByName('Ram')).includes('<b>Ram</b>'));
  t.same(names(directory.findByName('__proto__')), ['__proto__']);
  t.equal(restored(directory).size, odd.length);
});

const serial = fc.integer({ min: 1, max: 6 });
const nameText = fc.oneof(
  fc.constantFrom(
    'Sunita Devi',
    'सुनीता देवी',
    'Ram Kumar',
    'Ramkumar',
    'रमेश',
    'Asha',
    'Usha Kumari',
    '',
    '🙏 <i>',
  ),
  fc.string({ maxLength: 12 }),
);
const day = fc.constantFrom('20261121', '20260704', '20250101');
const record: fc.Arbitrary<LedgerRecord> = fc.oneof(
  fc
    .tuple(serial, nameText, fc.constantFrom('9876543210', '9876500001', undefined))
    .map(([s, name, mobile]) => patient(s, { name, ...(mobile !== undefined && { mobile }) })),
  fc
    .tuple(serial, day, fc.integer({ min: 1, max: 40 }), fc.constantFrom(BOX, 'BR0977'))
    .map((all) => visit(...all)),
  fc
    .tuple(serial, nameText, fc.constantFrom('9876543210', null), fc.integer({ min: 10, max: 59 }))
    .map(([s, name, mobile, second]) => amendment(s, { name, mobile }, `2026-11-21T05:00:${second}.000Z`)),
);
const QUESTIONS = [
  'Sunita',
  'सुनी',
  'Ram Kumar',
  'Ramkumar',
  'a',
  'usha',
  '9876543210',
  '9876',
  '0001',
  '3',
  'Devi R',
];
const everything = (directory: PatientDirectory) => ({
  size: directory.size,
  known: [1, 2, 3, 4, 5, 6].map((s) => directory.get(patientId(BOX, s))),
  visits: [1, 2, 3, 4, 5, 6].map((s) => directory.visitsOf(patientId(BOX, s))),
  found: QUESTIONS.map((text) => directory.search(text)),
});

t.test('a restored snapshot answers like the replayed ledger, and goes on like it', async (t) => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 25 }), fc.nat(25), (records, cut) => {
      const replayed = directoryOf(...records);
      const resumed = restored(directoryOf(...records.slice(0, cut)));
      for (const later of records.slice(cut)) resumed.apply(later);
      t.strictSame(everything(resumed), everything(replayed));
    }),
    { numRuns: 100 },
  );
});

t.test('records may come in any order and more than once', async (t) => {
  const shuffled = fc
    // A ledger holds one registration for each patient.
    .array(record, { maxLength: 25 })
    .map((all) => all.filter((r, i) => r.type !== 'patient' || all.findIndex((x) => x._id === r._id) === i))
    .chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.subarray(all)),
    );
  fc.assert(
    fc.property(shuffled, ([records, otherOrder, again]) => {
      t.strictSame(everything(directoryOf(...otherOrder, ...again)), everything(directoryOf(...records)));
    }),
    { numRuns: 100 },
  );
});

t.test('what is no snapshot is refused', async (t) => {
  for (const json of [null, {}, { format: 2, patients: [] }, [], 'x']) {
    t.throws(() => PatientDirectory.restore(json), TypeError);
  }
});

t.test('somebody of another facility is known by what was written here, under whichever number', (t) => {
  const foreign = patientId('BR0977', 12);
  const own = patientId('BR1042', 1);
  const before = new PatientDirectory('BR1042');
  const set = { name: 'सुनीता देवी', sex: 'female', mobile: '9812343210' };
  const at = '2026-11-21T04:30:00.000Z';
  const written = { n: 2, at, by: 'asha', v: 1 };
  before.apply({ ...written, _id: `${foreign}:BR1042:2`, type: 'patient-amendment', set } as LedgerRecord);
  t.match(before.get(foreign), { name: 'सुनीता देवी', visits: 0 });
  t.equal(before.findByMobile('9812343210')[0]?.id, foreign);
  // Their own registration may come later, from a box that was replaced.
  before.apply({ ...written, n: 1, _id: foreign, type: 'patient', ...set, village: 'सकरा' } as LedgerRecord);
  t.match(before.get(foreign), { name: 'सुनीता देवी', village: 'सकरा' });
  t.equal(before.size, 1);

  before.apply({ ...written, n: 3, _id: own, type: 'patient', name: 'सुनीता', sex: 'female' });
  const reply = { type: 'referral-reply', patient: foreign, knownAs: own, status: 'arrived' };
  before.apply({ ...written, n: 4, _id: 'referral:BR1042:4', ...reply } as unknown as LedgerRecord);
  const kept = PatientDirectory.restore(JSON.parse(JSON.stringify(before.snapshot())));
  for (const directory of [before, kept]) {
    t.equal(directory.findById(foreign.slice('patient:'.length))?.id, own, 'the number of home finds them');
    t.equal(directory.findById(own.slice('patient:'.length))?.id, own);
  }
  t.end();
});
