import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import { sealKeyOf } from '../seal-key.js';
import { readPrefix } from '../store/read-records.js';
import { openLocale } from '../../templates/locale.js';
import { auditWords } from '../../templates/audit-words.js';
import { patientId } from '../../records/ids.js';
import { verifyExport } from '../../records/verify-export.js';
import { trailLines } from '../../cli/trail-lines.js';
import { auditTrail } from './audit-trail.js';
import { exportAudit } from './export-audit.js';
import { DAY_MS, issueSlip, MORNING, newFolder, openBox, outcome, setUpBox } from './sealed-box.js';

const say = openLocale().in('en');

void t.test('who saw or wrote what about a patient, in order, and the look is written down', async (t) => {
  const folder = await newFolder(t);
  const clock = { at: MORNING };
  await setUpBox(folder, clock);
  const box = await openBox(folder, clock);
  const { facility } = box;
  t.teardown(() => box.close());
  const patient = await issueSlip(box, clock);
  const other = await issueSlip(box, clock);
  const visit = 'visit:BR1042:20261121-001';
  await facility.append({ by: 'sunita', visits: [visit] }, (draft) => {
    draft.part(visit, 'vitals', { patient, pulse: 80 });
    const { _id: dispense } = draft.part(visit, 'dispense', {
      patient,
      prescription: `${visit}:rx:1`,
      lines: [],
    });
    const stock = { item: 'ors', batch: 'A', expiry: '2027-03', change: -2, kind: 'dispense' } as const;
    draft.stock({ ...stock, dispense });
    draft.box('access', { action: 'view', patients: [patient], route: '/doctor/{visit}', visit });
    draft.box('access', { action: 'search', patients: [other], route: '/counter' });
  });
  const trail = await outcome(auditTrail(facility, { patient }));
  t.same(
    trail.entries.map((entry) => [entry.by, auditWords(entry, say)]),
    [
      ['asha', 'Registered the patient'],
      ['asha', 'Issued a slip · token 1'],
      ['sunita', 'Wrote vitals · token 1'],
      ['sunita', 'Dispensed medicine · token 1'],
      ['sunita', 'Stock moved · token 1'],
      ['sunita', 'Looked at the record · token 1 · /doctor/{visit}'],
    ],
  );
  t.same(trail.staff, { asha: { hi: 'आशा', en: 'Asha' } });
  const looks = await readPrefix(facility.databases.records, 'access:');
  t.match(looks.at(-1), { by: 'operator', action: 'view', patients: [patient], route: 'audit show' });

  const both = await outcome(auditTrail(facility, { patient: other, by: 'sunita' }));
  t.match(both.entries, [{ type: 'access', action: 'search' }]);
  clock.at += DAY_MS;
  await issueSlip(box, clock);
  const today = await outcome(auditTrail(facility, { by: 'asha', from: '20261122' }));
  t.same(
    today.entries.map(({ type }) => type),
    ['patient', 'visit'],
  );
  const yesterday = await outcome(auditTrail(facility, { by: 'asha', from: '20261101', to: '20261121' }));
  t.equal(yesterday.entries.length, 6, 'set-up and two slips');
  const as = { name: { hi: 'डॉ. ख़ान', en: 'Dr Khan' }, role: 'doctor' };
  const look = { type: 'look-elsewhere', at: new Date(clock.at).toISOString(), patients: [patient] };
  await facility.databases.inbox.bulkDocs([
    {
      ...{ ...look, _id: 'look-elsewhere:access:BR0977:000012', box: 'BR0977', by: 'dr.khan', as },
      ...{ action: 'view', route: '/history/{id}', reason: 'emergency: unconscious' },
    },
    {
      ...{ ...look, _id: 'look-elsewhere:centre:7', box: 'centre', by: 'anita.registry' },
      ...{ action: 'view', route: '/duplicates' },
    },
  ] as object[]);
  const told = trailLines(await outcome(auditTrail(facility, { patient })), 'en', say).join('\n');
  t.match(
    told,
    /Dr Khan, Doctor · \(BR0977\).*unconscious/,
    'who looked at another facility stands there, too',
  );
  t.match(told, /anita\.registry · /, 'and the registry');
  const foreign = patientId('BR0977', 136);
  await facility.append({ by: 'sunita' }, (draft) => {
    draft.box('access', {
      action: 'view',
      patients: [foreign],
      route: '/history/{id}',
      reason: 'emergency: x',
    });
  });
  t.match((await outcome(auditTrail(facility, { patient: foreign }))).entries, [
    { by: 'sunita', reason: 'emergency: x' },
  ]);
  await t.rejects(outcome(auditTrail(facility, { patient: 'patient:BR1042-000099-X' })), {
    code: 'not-found',
  });
});

void t.test(
  'an export of some days is checked by itself; CSV opens safely; nothing is overwritten',
  async (t) => {
    const folder = await newFolder(t);
    const clock = { at: MORNING };
    await setUpBox(folder, clock);
    const box = await openBox(folder, clock);
    const { facility, seals } = box;
    t.teardown(() => box.close());
    const patient = await issueSlip(box, clock);
    await seals.sealNow();
    clock.at += DAY_MS;
    await issueSlip(box, clock);
    await facility.append({ by: 'asha' }, (draft) => {
      draft.box('access', {
        action: 'view',
        patients: [patient],
        route: '/x',
        reason: '=HYPERLINK("http://x","y")',
      });
    });
    await seals.sealNow();
    const parts = { facility, key: await sealKeyOf(folder, (await readBoxFolder(folder)).secrets), say };
    const out = await newFolder(t);
    const file = join(out, 'day.json');
    t.match(await outcome(exportAudit(parts, { file, format: 'json', from: '20261122' })), {
      file,
      records: 5,
    });
    const bytes = new Uint8Array(await readFile(file));
    const report = await outcome(verifyExport([bytes], { trusted: [seals.publicKey] }));
    t.match(report, { whole: true, records: 5, seals: 2, export: { after: { n: 6 } } });
    t.match(JSON.parse(await readFile(file, 'utf8')), {
      records: [{ type: 'patient' }, {}, { type: 'seal' }, {}, { type: 'seal' }],
      count: 5,
    });
    t.match((await outcome(verifyExport([bytes], { trusted: ['AAAA'] }))).findings, [
      { kind: 'bad-file', line: 0 },
    ]);
    const text = await readFile(file, 'utf8');
    const changed = new TextEncoder().encode(text.replace('/x', '/y'));
    t.match((await outcome(verifyExport([changed]))).findings, [
      { kind: 'bad-file', line: 0 },
      { kind: 'changed', between: { after: 8, upTo: 10 }, suspects: [{ n: 10, id: 'access:BR1042:10' }] },
    ]);

    const csv = join(out, 'day.csv');
    await outcome(exportAudit(parts, { file: csv, format: 'csv' }));
    const lines = (await readFile(csv, 'utf8')).split('\r\n');
    t.match(lines[0], /^\ufeffn,time_india,/);
    t.match(
      lines.find((line) => line.includes('HYPERLINK')),
      `"'=HYPERLINK(""http://x"",""y"")"`,
    );
    await t.rejects(outcome(exportAudit(parts, { file: csv, format: 'csv' })), { code: 'conflict' });
    const missing = join(out, 'no', 'such.csv');
    await t.rejects(outcome(exportAudit(parts, { file: missing, format: 'csv' })), { code: 'bad-input' });
    const cut = exportAudit(parts, { file: join(out, 'cut.json'), format: 'json' });
    await cut.return(undefined as never);
    t.same((await readdir(out)).sort(), ['day.csv', 'day.json']);
    await writeFile(file, '');
    t.match((await outcome(verifyExport([new Uint8Array()]))).findings, [{ kind: 'bad-file', line: 0 }]);
  },
);
