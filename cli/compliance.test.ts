import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { ComplianceAnswer } from '../node-server/compliance/make-compliance.js';
import type { LanSettings } from '../node-server/lan/lan-settings.js';
import { setUpFacility } from '../node-server/set-up.js';
import { startFacility, type RunningFacility } from '../node-server/start.js';
import { typeNadi } from './type-nadi.js';
import { QUICK_COST } from '../tests/quick-cost.js';

const MORNING = Date.parse('2026-11-21T04:30:00.000Z');
const skip = spawnSync('pdftotext', ['-v']).error ? 'pdftotext (poppler-utils) is not installed' : false;

t.setTimeout(120_000);

interface Box {
  data: string[];
  folder: string;
  clock: { at: number };
  running: RunningFacility;
}

/** A running box with a doctor of her own log-in, a nurse, and a patient who has consented. */
async function openBox(t: Test, { lan, staff }: { lan?: LanSettings; staff: string[] }): Promise<Box> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-compliance-'));
  const clock = { at: MORNING };
  await setUpFacility({
    folder,
    box: 'BR1042',
    name: { hi: 'रामपुर', en: 'Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    ...(lan ? { lan } : {}),
    passwordCost: QUICK_COST,
    staff: staff.map((id) => ({
      id,
      name: { hi: 'आशा', en: 'Asha' },
      roles: ['clerk' as const],
      password: 'compliance-1',
    })),
    now: () => clock.at,
  });
  const running = await startFacility({ folder, now: () => clock.at });
  t.teardown(async () => {
    await running.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return { data: ['--data', folder], folder, clock, running };
}

async function registerPatient({ running }: Box, consents: boolean): Promise<string> {
  return running.facility.append({ by: 'asha' }, (draft) => {
    const { _id: patient } = draft.patient({ name: 'सुनीता देवी', sex: 'female', birthDate: '1988' });
    draft.visit({ patient, kind: 'new', station: 'vitals' });
    if (consents) draft.patientPart(patient, 'consent', { purpose: 'care', given: true, mode: 'spoken' });
    draft.box('access', { action: 'view', patients: [patient], route: '/counter', device: 'aaaa2222' });
    return patient;
  });
}

async function judge(box: Box): Promise<ComplianceAnswer> {
  const { out, err } = await typeNadi('audit', 'compliance', '--json', ...box.data);
  if (err !== '') throw new Error(err);
  return JSON.parse(out) as ComplianceAnswer;
}

/** The points that failed, and those that the box could not judge. */
function outcomes({ report }: ComplianceAnswer): { failed: string[]; unknown: string[] } {
  const checks = report.sections.flatMap((one) => (one.kind === 'checks' ? one.checks : []));
  const tables = report.sections.flatMap((one) => (one.kind === 'table' ? one.rows : []));
  return {
    failed: checks.filter(({ ok }) => !ok).map(({ text }) => text),
    unknown: tables.flatMap(({ cells: { point, answer } }) =>
      String(answer ?? '').startsWith('Not known') ? [String(point)] : [],
    ),
  };
}

void t.test('a box that is well kept fails no point, and says what it cannot know', async (t) => {
  const box = await openBox(t, {
    lan: { tls: true, pairing: true, httpPort: 0 },
    staff: ['asha', 'dr.verma'],
  });
  await registerPatient(box, true);
  await typeNadi('backup', 'key', '--yes', '--json', ...box.data);
  t.match(await typeNadi('backup', 'now', '--to', join(box.folder, 'backups'), ...box.data), { exit: 0 });
  const answer = await judge(box);
  const { failed, unknown } = outcomes(answer);
  const ofMachine = /^(The server's disk is encrypted|The clock follows)/;
  t.same(
    failed.filter((text) => !ofMachine.test(text)),
    [],
  );
  t.same(
    unknown.filter((text) => !ofMachine.test(text)),
    ['The line to the district server is encrypted'],
    'there is no centre',
  );
  t.match(answer.facts, {
    chain: { state: 'whole', problems: [] },
    consent: { patients: 1, given: 1, withdrawn: 0 },
    sharedLogins: [],
    breakGlass: [],
    looks: 1,
    logs: { days: 1 },
    kept: { since: '2026-11-21', missing: 0 },
  });
});

void t.test('a box that is badly kept is told each point with what to do', async (t) => {
  const box = await openBox(t, { staff: ['asha', 'nurse1'] });
  const patient = await registerPatient(box, false);
  const { facility } = box.running;
  for (let look = 0; look < 8; look += 1) {
    box.clock.at += 20_000;
    await facility.append({ by: 'nurse1' }, (draft) => {
      const device = look % 2 === 0 ? 'bbbb2222' : 'cccc2222';
      draft.box('access', { action: 'view', patients: [patient], route: '/vitals', device });
    });
  }
  const route = '/emergency/{id}';
  await facility.append({ by: 'asha' }, (draft) => {
    draft.box('access', { action: 'view', patients: [patient], route, reason: 'other: बेहोश थी' });
  });
  const answer = await judge(box);
  const { failed, unknown } = outcomes(answer);
  for (const text of [
    'Pages on the LAN are encrypted (HTTPS)',
    'Only devices that were let in (paired) can open the pages',
    'A page that is left alone locks itself',
    'No log-in looks shared',
    'Consent is kept with the record',
    'The last good backup is fresh',
    'A backup was read back and verified',
  ]) {
    t.ok(failed.includes(text), text);
  }
  t.ok(unknown.includes('Backups are encrypted'), 'none was made yet');
  t.match(answer.facts.sharedLogins, [
    { staff: 'nurse1', kind: 'named-after-post' },
    { staff: 'nurse1', kind: 'two-devices', day: '2026-11-21', times: 7 },
  ]);
  t.match(answer.facts.breakGlass, [{ by: 'asha', patient: 'BR1042-000001-7' }]);

  const { out, exit } = await typeNadi(
    'audit',
    'compliance',
    '--out',
    join(box.folder, 'c.pdf'),
    ...box.data,
  );
  t.equal(exit, 0, 'a report is no failure');
  t.match(out, /✖ Pages on the LAN are encrypted[^\n]*\n[^\n]*\n  → Turn HTTPS on: nadi lan tls on/);
  t.match(out, /Written: .*c\.pdf, \d pages?/);
  const shown = await typeNadi('audit', 'show', '--patient', 'BR1042-000001-7', ...box.data);
  t.match(shown.out, /audit compliance/, 'that the list was printed is itself a look');
});

void t.test('a changed record fails its point by name', async (t) => {
  const box = await openBox(t, { staff: ['asha'] });
  const patient = await registerPatient(box, true);
  await box.running.seals.sealNow();
  const { records } = box.running.facility.databases;
  const document = await records.get(patient);
  await records.put({ ...document, by: 'ravi' });
  const { failed } = outcomes(await judge(box));
  t.ok(failed.includes('No record was changed, removed or slipped in'));
});

void t.test('the paper is in the language that is asked for, with its lists', { skip }, async (t) => {
  const box = await openBox(t, { staff: ['asha', 'nurse1'] });
  await registerPatient(box, false);
  for (const [language, word] of [
    ['hi', 'बॉक्स को पता नहीं।'],
    ['en', 'Not known to the box.'],
  ] as const) {
    const out = join(box.folder, `${language}.pdf`);
    await typeNadi('audit', 'compliance', '--out', out, '--language', language, ...box.data);
    const text = execFileSync('pdftotext', ['-raw', out, '-'], { encoding: 'utf8' }).replace(/\s+/g, ' ');
    t.match(text, word);
    t.notMatch(text, /compliance\.\w/, 'no word is missing');
  }
});

void t.test('days that do not fit are refused, and no half file is left', async (t) => {
  const box = await openBox(t, { staff: ['asha'] });
  t.match(await typeNadi('audit', 'compliance', '--from', '2027-01-01', ...box.data), {
    exit: 2,
    err: /--from/,
  });
  t.match(await typeNadi('audit', 'compliance', '--out', '/nowhere/c.pdf', ...box.data), { exit: 2 });
  t.notOk((await readdir(box.folder)).some((name) => name.endsWith('.pdf')));
});
