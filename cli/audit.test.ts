import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Nano from 'nano';
import t, { type Test } from 'tap';
import { startEmbeddedCouch } from '../central/embedded-couch/start-embedded-couch.js';
import { prepareFacility } from '../central/facility-database.js';
import { setUpFacility } from '../node-server/set-up.js';
import { startFacility, type RunningFacility } from '../node-server/start.js';
import { typeNadi as nadi } from './type-nadi.js';
import { QUICK_COST } from '../tests/quick-cost.js';

const PASSWORD = 'box-password';

/** A running box and its centre, to which a slip and a seal have gone. */
async function startBox(
  t: Test,
): Promise<{ folder: string; running: RunningFacility; url: string; key: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-audit-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const couch = await startEmbeddedCouch({
    port: 0,
    host: '127.0.0.1',
    admin: { name: 'admin', password: 'admin' },
  });
  t.teardown(() => couch.stop());
  const nano = Nano(couch.url.replace('://', '://admin:admin@'));
  await prepareFacility({ nano, box: 'BR1042', password: PASSWORD });
  await setUpFacility({
    folder,
    box: 'BR1042',
    name: { hi: 'रामपुर', en: 'Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    centre: { url: couch.url, user: 'BR1042', password: PASSWORD },
    passwordCost: QUICK_COST,
    staff: [{ id: 'asha', name: { hi: 'आशा', en: 'Asha' }, roles: ['clerk'], password: 'audit-box-1' }],
  });
  const running = await startFacility({ folder, host: '127.0.0.1', port: 0 });
  t.teardown(() => running.stop());
  await running.facility.append({ by: 'asha' }, (draft) => {
    const { _id: patient } = draft.patient({ name: 'सुनीता देवी', sex: 'female', birthDate: '1988' });
    draft.visit({ patient, kind: 'new', station: 'vitals' });
  });
  t.match(await running.syncNow(), { kind: 'up-to-date' });
  return { folder, running, url: couch.url, key: running.seals.publicKey };
}

t.setTimeout(120_000);

void t.test('a district admin audits a box, its centre, its export and its stopped folder', async (t) => {
  const { folder, running, url, key } = await startBox(t);
  const data = ['--data', folder];
  const verified = await nadi('audit', 'verify', ...data);
  t.match(verified, {
    exit: 0,
    err: '',
    out: /✔ The ledger of BR1042 is whole.*\n.* seals?\nLast seal: .*\n.*Key: /s,
  });
  t.match(JSON.parse((await nadi('audit', 'verify', ...data, '--json')).out), {
    whole: true,
    keys: [{ key }],
  });
  t.match(
    (await nadi('audit', 'verify', ...data, '--key', 'AAAA')).exit,
    21,
    'a box whose key is not that one',
  );

  const centre = await nadi('audit', 'verify', '--centre', ...data, '--key', key);
  t.match(centre, { exit: 0, out: /BR1042 is whole/ }, 'by the settings of the box');
  const file = join(folder, 'password');
  await writeFile(file, PASSWORD);
  const elsewhere = ['--from-centre', url, '--box', 'BR1042', '--password-file', file, '--data', '/nowhere'];
  t.match(await nadi('audit', 'verify', ...elsewhere), { exit: 0 }, 'and from anywhere');
  const nano = Nano(url.replace('://', '://admin:admin@'));
  // Somebody with the centre's disk: no validation stands in their way.
  const ledger = nano.use('facility-br1042');
  const design = await ledger.get('_design/ledger');
  await ledger.destroy('_design/ledger', design._rev);
  const visit = (await ledger.list({ startkey: 'visit:', endkey: 'visit;', include_docs: true })).rows[0]
    ?.doc;
  await ledger.insert({ ...visit, station: 'doctor' } as never);
  const changed = await nadi('audit', 'verify', ...elsewhere);
  t.match(changed, { exit: 21, out: new RegExp(`Changed: record .*${visit?._id}.*second time`) });
  t.match((await nadi('audit', 'verify', ...elsewhere, '--language', 'hi')).out, /बही पूरी नहीं/);

  const shown = await nadi('audit', 'show', ...data, '--patient', 'br1042-000001-7');
  t.match(shown.out, /Asha \(asha\) +Registered the patient\n.*Issued a slip · token 1\n$/s);
  t.match(
    (await nadi('audit', 'show', ...data, '--by', 'operator')).out,
    /Looked at the record · audit show/,
  );
  t.match(await nadi('audit', 'show', ...data, '--patient', 'BR1042-000001-X'), { exit: 2 });
  t.match(await nadi('audit', 'show', ...data, '--by', 'asha', '--from', '2026-02-30'), {
    exit: 2,
    err: /--from/,
  });

  const out = join(folder, 'export.json');
  t.match(await nadi('audit', 'export', ...data, '--out', out), { exit: 0, out: /Written: .*export\.json/ });
  t.match(await nadi('audit', 'verify', '--file', out, '--key', key), { exit: 0, out: /Export of BR1042/ });
  t.match(
    await nadi('audit', 'export', ...data, '--out', out),
    { exit: 5 },
    'what stands is not overwritten',
  );
  const text = await readFile(out, 'utf8');
  await writeFile(out, text.replace('"station":"vitals"', '"station":"doctor"'));
  t.match(await nadi('audit', 'verify', '--file', out), {
    exit: 21,
    out: /not as the box signed it[^]*visit:BR1042/,
  });

  const place = join(folder, 'backups');
  const made = await nadi('backup', 'key', '--yes', '--json', ...data);
  await writeFile(file, (JSON.parse(made.out) as { words: string[] }).words.join('\n'));
  t.match(await nadi('backup', 'now', '--to', place, ...data), { exit: 0 });
  const backup = ['audit', 'verify', '--backup', place];
  t.match(
    await nadi(...backup, ...data),
    { exit: 0, out: /BR1042 is whole[^]*Backup BR1042-.*\.nadi: 1 file, records 1 to/ },
    "with the box's own key",
  );
  t.match(await nadi(...backup, '--recovery-key-file', file, '--data', '/nowhere'), { exit: 0 }, 'anywhere');
  t.match((await nadi(...backup, '--data', '/nowhere')).exit, 8);
  t.match((await nadi(...backup, '--box', 'BR0977', ...data)).exit, 3);
  t.match((await nadi(...backup, '--centre', ...data)).err, /cannot stand together|--centre/);
  t.match((await nadi(...backup, ...data, '--key', 'AAAA')).exit, 21, 'signed by another');
  const [name = ''] = (await readdir(place)).filter((one) => one.endsWith('.nadi'));
  const bytes = await readFile(join(place, name));
  bytes[bytes.length - 50] = (bytes[bytes.length - 50] ?? 0) ^ 4;
  await writeFile(join(place, name), new Uint8Array(bytes));
  t.match(await nadi(...backup, ...data), { exit: 14, err: /bytes \d+ to \d+/ }, 'a changed byte is named');

  await running.stop();
  t.match(await nadi('audit', 'verify', ...data), { exit: 0, out: /whole/ }, 'with its server stopped');
  t.match(await nadi('audit', 'show', ...data, '--by', 'asha'), { exit: 10 });
});
