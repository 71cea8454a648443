import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import t from 'tap';
import { setUpFacility } from '../node-server/set-up.js';
import { startFacility } from '../node-server/start.js';
import type { Report } from '../records/report.js';
import { openLocale } from '../templates/locale.js';
import type { CommandContext } from './command-context.js';
import { readConfig } from './config.js';
import { temporaryFolder } from './fake-box.js';
import { runProgram } from './program.js';
import { QUICK_COST } from '../tests/quick-cost.js';

const NOW = Date.parse('2026-11-21T04:30:00Z');
const skip = spawnSync('pdftotext', ['-v']).error ? 'pdftotext (poppler-utils) is not installed' : false;

let folder: string;
let stop: () => Promise<void>;

async function nadi(...args: string[]): Promise<{ out: string; err: string; exit: number }> {
  const outcome = { out: '', err: '', exit: 0 };
  const sink = (to: 'out' | 'err'): Writable =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        outcome[to] += chunk.toString();
        done();
      },
    });
  const context: CommandContext = {
    config: readConfig({ NADI_DATA: folder, LANG: 'en_IN.UTF-8' }, false),
    stdin: Readable.from([]),
    stdout: sink('out'),
    stderr: sink('err'),
    locale: openLocale(),
    setExitCode: (status) => (outcome.exit = status),
  };
  await runProgram(context, '1.2.3', args);
  return outcome;
}

t.before(async () => {
  folder = await temporaryFolder(t);
  await setUpFacility({
    folder,
    box: 'BR1042',
    name: { hi: 'प्राथमिक स्वास्थ्य केंद्र रामपुर', en: 'PHC Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    passwordCost: QUICK_COST,
    staff: [{ id: 'asha', name: { hi: 'आशा', en: 'Asha' }, roles: ['clerk'], password: 'नदी-pulse-42' }],
    now: () => NOW,
  });
  const running = await startFacility({ folder, now: () => NOW, port: 0 });
  stop = () => running.stop();
  await running.facility.append({ by: 'asha' }, (draft) => {
    for (const name of ['सुनीता देवी', 'राम कुमार']) {
      const { _id: patient } = draft.patient({
        name,
        sex: name === 'राम कुमार' ? 'male' : 'female',
        birthDate: '1990',
      });
      draft.visit({ patient, kind: 'new', station: 'doctor' });
    }
  });
});
t.teardown(() => stop());

void t.test('the reports are listed with the kind of their period', async (t) => {
  t.match((await nadi('report', 'list')).out, /opd-register +Day +OPD register/);
  t.match((await nadi('report', 'list', '--language', 'hi')).out, /opd-register +दिन +ओपीडी रजिस्टर/);
  const { reports } = JSON.parse((await nadi('report', 'list', '--json')).out) as { reports: object[] };
  t.match(reports, [{ id: 'daily-summary' }, { id: 'drug-indent' }]);
});

void t.test('a report is written as PDF, CSV and JSON; a pack is one PDF', { skip }, async (t) => {
  const file = (name: string): string => join(folder, name);
  const print = (...args: string[]) => nadi('report', 'print', ...args);
  const one = await print(
    'opd-register',
    '--period',
    '2026-11-21',
    '--language',
    'hi',
    '--out',
    file('a.pdf'),
  );
  t.match(one, { exit: 0, out: /ओपीडी रजिस्टर · 21 नव॰ 2026 · [0-9A-F-]{14}/ });
  const text = execFileSync('pdftotext', ['-raw', file('a.pdf'), '-'], { encoding: 'utf8' });
  t.match(text.replace(/\s+/g, ' '), 'सुनीता देवी');
  t.match(text, 'छापा: ऑपरेटर');
  await print('opd-register', '--period', '2026-11-21', '--out', file('a.csv'));
  t.match(await readFile(file('a.csv'), 'utf8'), /राम कुमार/);
  await print('opd-register', '--period', '2026-11-21', '--out', file('a.json'));
  t.match(JSON.parse(await readFile(file('a.json'), 'utf8')) as Report, {
    id: 'opd-register',
    box: 'BR1042',
  });
  const pack = ['weekly-review', 'idsp-p-form', '--period', '2026-W47', '--out', file('pack.pdf'), '--json'];
  const told = JSON.parse((await print(...pack)).out) as { pages: number };
  t.match(told, { reports: [{ id: 'weekly-review' }, { id: 'idsp-p-form' }] });
  const packed = execFileSync('pdftotext', [file('pack.pdf'), '-'], { encoding: 'utf8' });
  t.equal(packed.split('\f').length - 1, told.pages);
  t.match(packed, /Weekly review[^]*IDSP P form/);
});

void t.test('what cannot be printed is refused with the field, and an older file stays whole', async (t) => {
  const print = (...args: string[]) => nadi('report', 'print', ...args);
  t.match(await print('no-such', '--out', join(folder, 'x.pdf')), { exit: 3, err: /opd-register/ });
  t.match(await print('hmis-monthly', '--period', 'soon', '--out', join(folder, 'x.pdf')), {
    exit: 2,
    err: /--period/,
  });
  t.match(await print('hmis-monthly', '--out', 'report.doc'), { exit: 2, err: /\.pdf, \.csv or \.json/ });
  await mkdir(join(folder, 'taken.pdf'));
  t.match(await print('stock-expiry', '--out', join(folder, 'taken.pdf')), { exit: 2, err: /--out/ });
  t.match(await print('stock-expiry', '--out', join(folder, 'none', 'x.pdf')), { exit: 2, err: /ENOENT/ });
  await writeFile(join(folder, 'old.pdf'), 'old');
  await print('no-such', '--out', join(folder, 'old.pdf'));
  t.equal(await readFile(join(folder, 'old.pdf'), 'utf8'), 'old');
  t.same(
    (await readdir(folder)).filter((name) => name.endsWith('.part')),
    [],
  );
});

void t.test('a figure is traced to its records, a cell to fewer', async (t) => {
  const trace = (figure: string) => nadi('report', 'trace', 'weekly-review', figure, '--period', '2026-W47');
  t.match(
    (await trace('visits')).out,
    /OPD attendance: 2\n2 records[^]*सुनीता देवी +visit:BR1042:20261121-001/,
  );
  const { out } = await trace('visits:male');
  t.match(out, 'राम कुमार');
  t.notMatch(out, 'सुनीता');
  t.match(await trace('nothing'), { exit: 3, err: /no such figure/ });
});
