import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';
import Nano from 'nano';
import { typeNadi } from '../cli/type-nadi.js';
import { startEmbeddedCouch } from '../central/embedded-couch/start-embedded-couch.js';
import { prepareFacility } from '../central/facility-database.js';
import { makeRecoveryKey } from '../node-server/backup/recovery-key.js';
import { changeBackupPlan } from '../node-server/box-folder/change-settings.js';
import { setUpFacility } from '../node-server/set-up.js';
import { dayOf } from '../records/day.js';
import { repositoryRoot } from '../templates/folder.js';
import { HttpUser } from './http-user.js';

/** What nobody may read in a log: each is found nowhere else. */
const PLANTED = {
  name: 'ज़ोरावरी ठठेरिया',
  latinName: 'Zoravari Thatheria',
  relative: 'घूरनलाल ठठेरिया',
  mobile: '9873200146',
  abha: '91773322084403',
  village: 'क़ुर्बानपुर डीह',
  diagnosis: 'zzy-phlegmatic dropsy',
  reason: 'झगड़े के बाद बेहोश',
  password: 'planted-Pass-88',
  wrongPassword: 'wrong-Pass-Planted',
  pin: '730194',
  wrongPin: '515270',
  centrePassword: 'planted-at-centre-77',
};
const OTHER_PASSWORD = 'of-the-doctor-5';

t.setTimeout(90_000);

interface Child {
  child: ChildProcess;
  origin: string;
  /** all that it wrote to stdout and stderr */
  said: () => string;
}

/** `nadi start` in a process of its own, sabotaged: see saboteur.ts. */
async function startChild(t: Test, folder: string): Promise<Child> {
  const dist = join(repositoryRoot(), 'dist');
  const saboteur = pathToFileURL(join(dist, 'tests', 'saboteur.js')).href;
  const args = ['--import', saboteur, join(dist, 'cli', 'main.js'), 'start', '--data', folder, '--json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  t.teardown(() => child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve)),
    once(child, 'exit').then(() => null),
  ]);
  if (line === null) throw new Error(`nadi start ended: ${said}`);
  const { addresses } = JSON.parse(line) as { addresses: string[] };
  return { child, origin: addresses[0] ?? '', said: () => said };
}

/** A box whose backups find no place, and whose centre refuses each patient and says whom. */
async function setUpBox(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-log-secrets-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const couch = await startEmbeddedCouch({
    port: 0,
    host: '127.0.0.1',
    admin: { name: 'admin', password: 'admin' },
  });
  t.teardown(() => couch.stop());
  const nano = Nano(couch.url.replace('://', '://admin:admin@'));
  await prepareFacility({ nano, box: 'BR1042', password: PLANTED.centrePassword });
  await nano.use('facility-br1042').insert({
    _id: '_design/gossip',
    validate_doc_update: `function (doc) { if (doc.name && doc.type === 'patient') throw { forbidden: 'not ' + doc.name }; }`,
  } as never);
  await setUpFacility({
    folder,
    box: 'BR1042',
    name: { hi: 'रामपुर', en: 'Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    lan: { tls: false, pairing: false },
    centre: { url: couch.url, user: 'BR1042', password: PLANTED.centrePassword },
    staff: [
      {
        id: 'asha',
        name: { hi: 'आशा', en: 'Asha' },
        roles: ['clerk', 'incharge'],
        password: PLANTED.password,
      },
      { id: 'dr.verma', name: { hi: 'वर्मा', en: 'Verma' }, roles: ['doctor'], password: OTHER_PASSWORD },
    ],
  });
  await changeBackupPlan(folder, {
    // A file is no folder to write into.
    places: [{ kind: 'folder', path: join(folder, 'nadi.json', 'backups') }],
    schedule: { time: '20:00', fullOn: 0 },
    keep: { daily: 7, weekly: 4, monthly: 12 },
    recoveryKey: (await makeRecoveryKey()).recipient,
  });
  return folder;
}

/** A morning at the counter and the doctor's, with everything that can be typed wrongly. Gives the patient's number. */
async function workAndFail(origin: string): Promise<string> {
  const clerk = new HttpUser(origin);
  const { name, latinName, relative, mobile, abha, village, diagnosis, reason, password, pin } = PLANTED;
  const { wrongPassword, wrongPin } = PLANTED;
  await clerk.get('/login');
  await clerk.post('/login', { name: 'asha', password: wrongPassword });
  await clerk.post('/login', { name: wrongPassword, password: wrongPassword });
  await clerk.logIn('asha', password);
  await clerk.post('/pin', { password, newPin: pin, againPin: wrongPin });
  await clerk.post('/pin', { password, newPin: pin, againPin: pin });
  const person = {
    name,
    sex: 'female',
    age: '41',
    mobile,
    abha,
    village,
    relation: 'husband',
    relativeName: relative,
  };
  await clerk.post('/counter/new', { ...person, age: name, mobile: latinName });
  await clerk.post('/counter/new', { ...person, unheardOf: diagnosis });
  const saved = await clerk.post('/counter/new', person);
  const page = await clerk.get(saved.location ?? '/counter');
  const patient = /BR1042-\d{6}-\w/.exec(page.body)?.[0] ?? '';
  await clerk.post('/counter/new', { ...person, crumb: 'x' });

  for (const typed of [name, latinName, mobile, abha, village]) {
    await clerk.get(`/counter?q=${encodeURIComponent(typed)}`);
    await clerk.get(`/counter?q=${encodeURIComponent(`crash ${typed}`)}`);
    await clerk.get(`/counter?q=${encodeURIComponent(`json ${typed}`)}`);
    await clerk.get(`/counter?q=${encodeURIComponent(`stray ${typed}`)}`);
    await clerk.get(`/nowhere/${encodeURIComponent(typed)}?q=${encodeURIComponent(typed)}`);
    await clerk.get(`/counter/patient/${encodeURIComponent(typed)}`);
    await clerk.get(`/counter?q=%E0%A4%&x=${encodeURIComponent(typed)}`);
    await clerk.post(`/api/nothing?q=${encodeURIComponent(typed)}`, { typed });
  }
  await clerk.post('/counter/new', { ...person, village: village.repeat(60_000) });
  await clerk.post(`/emergency/${patient}`, { why: 'other', words: reason, pin: wrongPin });
  await clerk.post(`/emergency/${patient}`, { why: 'other', words: reason, pin });
  await clerk.post('/lock/now', {});
  await clerk.post('/lock', { name: 'asha', pin: wrongPin, password: '' });
  await clerk.post('/lock', { name: 'asha', password: wrongPassword });

  const doctor = new HttpUser(origin);
  await doctor.logIn('dr.verma', OTHER_PASSWORD);
  const consult = `/doctor/${dayOf(Date.now())}-001`;
  const typed = {
    seen: '0',
    'complaint.0.text': diagnosis,
    'diagnosis.0.text': diagnosis,
    advice: diagnosis,
  };
  await doctor.get(consult);
  await doctor.post(consult, { ...typed, action: 'sign' });
  await doctor.post(consult, { ...typed, 'diagnosis.0.certainty': 'confirmed', action: 'sign' });
  await doctor.post(`${consult}9`, { ...typed, action: 'sign' });
  clerk.close();
  doctor.close();
  return patient;
}

/** As a log, an address or a form might write it. */
function spellings(secret: string): string[] {
  const percent = encodeURIComponent(secret);
  const plain = [secret, secret.normalize('NFC'), secret.normalize('NFD')];
  const escaped = [...plain].map((one) =>
    one.replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
  const coded = [percent, percent.toLowerCase(), percent.replaceAll('%20', '+'), encodeURI(secret)];
  return [...new Set([...plain, ...escaped, ...coded, Buffer.from(secret).toString('base64')])];
}

async function readLogs(folder: string): Promise<string> {
  const names = await readdir(join(folder, 'logs'));
  return (await Promise.all(names.map((name) => readFile(join(folder, 'logs', name), 'utf8')))).join('\n');
}

void t.test(
  'no log, no stdout and no stderr holds what a patient or a person on shift would hide',
  async (t) => {
    const folder = await setUpBox(t);
    const { child, origin, said } = await startChild(t, folder);
    const patient = await workAndFail(origin);
    t.match(patient, /^BR1042-/, 'the patient came to be');
    const data = ['--data', folder];
    await typeNadi('sync', 'now', ...data);
    t.match(
      (await typeNadi('audit', 'show', '--patient', patient, ...data)).exit,
      1,
      'the job failed inside',
    );
    await typeNadi('backup', 'now', '--to', join(folder, 'nadi.json', 'backups'), ...data);
    await typeNadi('backup', 'now', '--to', join(folder, 'nadi.json', PLANTED.village), ...data);
    const gone = once(child, 'exit', { signal: AbortSignal.timeout(30_000) });
    const last = new HttpUser(origin);
    await last.logIn('asha', PLANTED.password);
    await last.get(`/counter?q=${encodeURIComponent(`fatal ${PLANTED.name}`)}`).catch(() => null);
    const [status] = (await gone) as [number | null];
    t.equal(status, 1, 'an error that nobody caught ends the process, as Node would');
    last.close();

    const logs = await readLogs(folder);
    t.match(logs, /"message":"TypeError"[^\n]*search/, 'a crash is logged with its place');
    t.match(logs, /"message":"SyntaxError"/);
    t.match(logs, /"message":"log-in refused"/);
    t.match(logs, /"message":"backup: /);
    t.match(logs, /"route":"\/counter"/);
    t.match(said(), /stray failure: Error\n/);
    t.match(said(), /fatal: RangeError\n/);
    for (const [what, secret] of Object.entries(PLANTED)) {
      for (const spelling of spellings(secret)) {
        t.notOk(logs.includes(spelling), `${what} in the log: ${spelling}`);
        t.notOk(said().includes(spelling), `${what} on stdout or stderr: ${spelling}`);
      }
    }
  },
);
