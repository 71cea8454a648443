import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect, promisify } from 'node:util';
import t from 'tap';
import { changeCentre, changeCentreKey, changeSyncPolicy } from './change-settings.js';
import { claimBoxFolder } from './claim-folder.js';
import { claimForRestore } from './claim-for-restore.js';
import { finishBoxFolder } from './finish-box-folder.js';
import { readBoxFolder } from './read-box-folder.js';
import { openDatabase } from '../store/databases.js';

const run = promisify(execFile);
const SETTINGS = { format: 1, box: 'BR1042', language: 'hi', host: '127.0.0.1', port: 8080 } as const;

t.test('an empty or missing folder becomes a box, and only its owner reads the secrets', async (t) => {
  const folder = join(t.testdir(), 'new', 'box');
  await t.rejects(readBoxFolder(folder), { code: 'not-set-up' });
  await claimBoxFolder(folder);
  await t.rejects(readBoxFolder(folder), { code: 'not-set-up' }, 'a set-up that was cut short is no box');
  await finishBoxFolder(folder, SETTINGS, { centrePassword: 'x' });
  const { settings, secrets } = await readBoxFolder(folder);
  t.same(settings, SETTINGS);
  t.equal(secrets.centrePassword, 'x');
  t.ok(secrets.cookieKey.length >= 32);
  t.equal((await stat(join(folder, 'secrets.json'))).mode & 0o777, 0o600);
  await t.rejects(claimBoxFolder(folder), { code: 'already-set-up' });
});

t.test('a cut-short set-up begins again without its leftovers', async (t) => {
  const folder = t.testdir();
  await claimBoxFolder(folder);
  await mkdir(join(folder, 'records'));
  await writeFile(join(folder, 'records', 'CURRENT'), 'half');
  await claimBoxFolder(folder);
  t.notOk((await readdir(folder)).includes('records'));
});

t.test('what another set-up or restore is writing at the moment is not cleared away', async (t) => {
  const plan = { lost: 'BR1042', by: 'BR1042b', source: 'backup' };
  for (const begin of [claimBoxFolder, (folder: string) => claimForRestore(folder, plan)]) {
    const folder = t.testdir();
    await begin(folder);
    const records = await openDatabase(folder, 'records');
    const other = claimForRestore(folder, { ...plan, by: 'BR1042c' });
    await t.rejects(other, { code: 'store-locked' });
    t.ok((await readdir(folder)).includes('records'));
    await records.close();
    await claimForRestore(folder, { ...plan, by: 'BR1042c' });
    t.notOk((await readdir(folder)).includes('records'), 'once it has ended it is');
  }
});

t.test("somebody else's folder is refused and left as it was", async (t) => {
  const folder = t.testdir({ logs: { 'mine.txt': 'keep' }, 'thesis.odt': 'x' });
  await t.rejects(claimBoxFolder(folder), { code: 'store-foreign', hint: 'hints.emptyFolder' });
  await t.rejects(readBoxFolder(folder), { code: 'store-foreign' });
  t.same((await readdir(folder)).sort(), ['logs', 'thesis.odt']);
  t.equal(await readFile(join(folder, 'logs', 'mine.txt'), 'utf8'), 'keep');
});

t.test('damaged settings are named, not repaired', async (t) => {
  for (const text of [
    '{',
    '{"format":2}',
    '[]',
    '{"format":1,"box":"../..","language":"hi","host":"x","port":1}',
  ]) {
    const folder = t.testdir({ 'nadi.json': text, 'secrets.json': '{}' });
    await t.rejects(readBoxFolder(folder), { code: 'store-damaged', message: /nadi\.json/ }, text);
  }
});

t.test('the centre can be changed; a wrong address changes nothing', async (t) => {
  const folder = t.testdir();
  await claimBoxFolder(folder);
  await finishBoxFolder(folder, SETTINGS, {});
  await changeCentre(folder, { url: 'https://centre.example:6984', user: 'BR1042', password: 'one' });
  await t.rejects(changeCentre(folder, { url: 'centre', user: 'x', password: 'two' }), {
    code: 'bad-input',
    fields: [{ field: 'centre-url' }],
  });
  const { settings, secrets } = await readBoxFolder(folder);
  t.same(settings.centre, { url: 'https://centre.example:6984', user: 'BR1042' });
  t.equal(secrets.centrePassword, 'one');
});

t.test('an empty folder that all could read is closed to others when it becomes a box', async (t) => {
  const folder = t.testdir();
  await chmod(folder, 0o755);
  await claimBoxFolder(folder);
  t.equal((await stat(folder)).mode & 0o777, 0o700);
});

t.test('secrets that cannot be read are named, and nothing of them is told', async (t) => {
  const folder = t.testdir();
  await claimBoxFolder(folder);
  await finishBoxFolder(folder, SETTINGS, { centrePassword: 'x' });
  await writeFile(join(folder, 'secrets.json'), 'kept-to-myself }');
  const error = await readBoxFolder(folder).catch((cause: unknown) => cause as Error);
  t.match(error, { code: 'store-damaged', message: 'secrets.json' });
  t.notMatch(inspect(error, { depth: 9 }), 'kept');
});

t.test('commands that change settings at the same instant undo nothing of each other', async (t) => {
  const folder = t.testdir();
  await claimBoxFolder(folder);
  await finishBoxFolder(folder, SETTINGS, {});
  const here = fileURLToPath(new URL('./keep-secrets.js', import.meta.url));
  const elsewhere = `
    const { keepSecrets } = await import(process.argv[1]);
    await keepSecrets(process.argv[2], { [process.argv[3]]: 'kept' });
  `;
  const secrets = ['one', 'two', 'three'];
  await Promise.all([
    ...secrets.map((name) =>
      run(process.execPath, ['--input-type=module', '-e', elsewhere, here, folder, name]),
    ),
    changeSyncPolicy(folder, { bytesPerDay: 5 }),
    changeCentreKey(folder, 'nadi-centre-key age1xyz'),
    changeCentre(folder, { url: 'http://127.0.0.1:5984', user: 'BR1042', password: 'pw' }),
  ]);
  const kept = await readBoxFolder(folder);
  t.match(kept.settings, {
    sync: { bytesPerDay: 5 },
    centreKey: 'nadi-centre-key age1xyz',
    centre: { user: 'BR1042' },
  });
  t.match(kept.secrets, { centrePassword: 'pw', one: 'kept', two: 'kept', three: 'kept' });
  t.same((await readdir(folder)).sort(), ['nadi.json', 'secrets.json'], 'nothing is left lying');
});
