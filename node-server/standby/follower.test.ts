import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { listStandbys, makeStandbyCode, removeStandby } from '../../cli/tasks/manage-standby.js';
import { openLanCentre, type LanCentre } from '../../tests/lan-centre.js';
import { until } from '../../tests/until.js';
import { readStatus } from '../../cli/tasks/read-status.js';
import { lookAt } from '../box-folder/folder-state.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import { readCredential } from '../credentials.js';
import { Facility } from '../facility.js';
import type { Job } from '../../records/progress.js';
import { restoreFacility } from '../restore/restore-facility.js';
import { databaseSource } from '../../tests/database-source.js';
import { Follower } from './follower.js';
import { pairWithMain } from './pair-with-main.js';
import { promoteStandby, type PromoteOptions } from './promote-standby.js';

async function folder(t: Test): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'nadi-standby-'));
  t.teardown(() => rm(made, { recursive: true, force: true }));
  return join(made, 'spare');
}

const address = (centre: LanCentre): string => centre.running.addresses[0] ?? '';

async function paired(t: Test, centre: LanCentre): Promise<string> {
  const at = await folder(t);
  const { code } = await makeStandbyCode(centre.folder);
  await pairWithMain({ folder: at, url: address(centre), code, name: 'अलमारी' });
  return at;
}

async function follow(t: Test, at: string): Promise<Follower> {
  const follower = await Follower.open({ folder: at });
  t.teardown(() => follower.stop());
  return follower;
}

const caughtUp = (follower: Follower, centre: LanCentre): Promise<true> =>
  until('the spare box has everything', () => {
    const { kind, records } = follower.state();
    return kind === 'following' && records === centre.running.facility.recordCount;
  });

async function slip(centre: LanCentre, name = 'सुनीता देवी'): Promise<string> {
  return centre.running.facility.append({ by: 'asha' }, (draft) => {
    const patient = draft.patient({ name, sex: 'female', birthDate: '1988', mobile: '9812345670' })._id;
    return draft.visit({ patient, kind: 'new', station: 'vitals' })._id;
  });
}

async function finish<T>(job: Job<T>): Promise<T> {
  for (let step = await job.next(); ; step = await job.next()) if (step.done) return step.value;
}

/** On a free port, whatever the main box's was. */
const promote = (centre: LanCentre, at: string, more: Partial<PromoteOptions> = {}) =>
  finish(promoteStandby({ folder: at, now: () => centre.clock.now, ...more }));

t.test('a paired spare box has every record on its disk a moment after it was saved', async (t) => {
  const centre = await openLanCentre(t);
  await slip(centre);
  const at = await paired(t, centre);
  t.equal((await stat(join(at, 'standby.json'))).mode & 0o777, 0o600);
  const follower = await follow(t, at);
  await caughtUp(follower, centre);
  await slip(centre, 'राम सिंह');
  await caughtUp(follower, centre);
  t.match(follower.state(), { box: 'BR1042', kind: 'following', behind: 0 });
  const { standbys } = await listStandbys(centre.folder);
  t.match(standbys, [{ name: 'अलमारी', state: 'paired', isSilent: false }]);
  await until('the main box knows', async () => (await readStatus(centre.folder)).standby?.behind === 0);
  t.match(await centre.device('lab'), {}, 'devices pair as ever');
  await follower.stop();
  const { rows } = await centre.running.facility.databases.records.allDocs({ include_docs: true });
  t.notMatch(JSON.stringify(rows), /secret|hash|credential/, 'no record holds what lets it in');
  t.match(JSON.stringify(rows), '"use":"standby"', 'and one says that it was let in');
  centre.clock.now += 6 * 60_000;
  t.match(await readStatus(centre.folder), { standby: { isSilent: true } });
});

t.test('a wrong code, a used one, a second spare box and a foreign certificate are refused', async (t) => {
  const centre = await openLanCentre(t);
  const other = await openLanCentre(t);
  const at = await folder(t);
  const { code } = await makeStandbyCode(centre.folder);
  const pair = (typed: string, url = address(centre)) =>
    pairWithMain({ folder: at, url, code: typed, name: 'अलमारी' });
  const wrong = `${code.startsWith('2') ? '3' : '2'}${code.slice(1)}`;
  await t.rejects(pair(wrong), { code: 'standby-refused', params: { reason: 'wrong' } });
  await t.rejects(pair(code.slice(0, 9)), { code: 'bad-input', fields: [{ field: 'code' }] });
  await t.rejects(pair('hello!'), { code: 'bad-input', fields: [{ field: 'code' }] });
  await t.rejects(pair(code, 'lan-box'), { code: 'bad-input', fields: [{ field: 'address' }] });
  const foreign = { code: 'standby-refused', params: { reason: 'certificate' } };
  await t.rejects(pair(code, address(other)), foreign, 'another box, or somebody who plays the main one');
  t.equal(await lookAt(at), 'empty', 'and nothing was written');
  await pair(code);
  await t.rejects(pair(code), { code: 'standby-folder' });
  await t.rejects(makeStandbyCode(centre.folder), { code: 'conflict' });
  await rm(at, { recursive: true });
  await t.rejects(pair(code), { code: 'standby-refused', params: { reason: 'used' } });

  const [{ standby = '' } = {}] = (await listStandbys(centre.folder)).standbys;
  await removeStandby(centre.folder, standby);
  const next = await makeStandbyCode(centre.folder);
  await pair(next.code);
  // Its file names the main box's address, and another box has it now.
  const file = join(at, 'standby.json');
  const facts = await readFile(file, 'utf8');
  await writeFile(file, facts.replaceAll(address(centre), address(other)));
  const follower = await follow(t, at);
  await until('the certificate is refused', () => follower.state().kind === 'refused');
  t.match(follower.state(), { records: 0, trouble: { code: 'standby-refused', message: /certificate/ } });
});

t.test('who tries codes is held up, and a removed spare box gets nothing more', async (t) => {
  const centre = await openLanCentre(t);
  const at = await folder(t);
  const { code } = await makeStandbyCode(centre.folder);
  const mark = code.slice(10);
  const guess = (i: number) =>
    pairWithMain({ folder: at, url: address(centre), code: `2222-222${i}-${mark}`, name: 'x' });
  for (const i of [2, 3, 4, 5, 6]) await t.rejects(guess(i), { code: 'standby-refused' });
  await t.rejects(guess(7), { code: 'too-many-tries', params: { seconds: Number } });
  const stranger = centre.stranger();
  t.match(await stranger.get('/api/standby/records?after=0'), { status: 403, body: /standby-refused/ });
  t.match(await stranger.get('/api/standby/kept'), { status: 403 });
  t.match(await stranger.get('/api/standby/state'), { status: 403 });
  t.ok(
    centre.log.some(({ message }) => message.includes('wrong code')),
    'the log tells of it',
  );
});

t.test('a removed spare box gets nothing more', async (t) => {
  const centre = await openLanCentre(t);
  const at = await paired(t, centre);
  const follower = await follow(t, at);
  await caughtUp(follower, centre);
  const [{ standby = '' } = {}] = (await listStandbys(centre.folder)).standbys;
  await removeStandby(centre.folder, standby);
  await slip(centre);
  await until('it is refused', () => follower.state().kind === 'refused');
  t.ok(follower.state().records < centre.running.facility.recordCount);
  t.match(await listStandbys(centre.folder), { standbys: [{ state: 'revoked' }] });
});

t.test(
  'a first copy that broke off goes on where it stopped, also after a restart of the main box',
  async (t) => {
    const centre = await openLanCentre(t);
    await Promise.all(
      Array.from({ length: 2_600 }, (_, i) =>
        centre.running.facility.append({ by: 'asha' }, (draft) =>
          draft.stock({ item: 'ors', change: 1 + i, kind: 'receive', batch: `L${i}`, expiry: '2028-01' }),
        ),
      ),
    );
    const at = await paired(t, centre);
    const first = await follow(t, at);
    await until('a page is there', () => first.state().records > 0);
    await first.stop();
    const { records } = first.state();
    t.ok(records < centre.running.facility.recordCount, `it broke off at ${records}`);
    await t.rejects(promote(centre, at), { code: 'standby-refused', params: { reason: 'incomplete' } });
    await t.rejects(readBoxFolder(at), { code: 'standby-folder' });
    const second = await follow(t, at);
    t.equal(second.state().records, records, 'what is there is not fetched again');
    await caughtUp(second, centre);
    const port = Number(new URL(address(centre)).port);
    await centre.running.stop();
    await until('the cut is seen', () => second.state().kind === 'unreachable');
    await second.stop();
    const again = await openAgain(t, centre, port);
    const third = await follow(t, at);
    await until('it follows', () => third.state().kind === 'following');
    t.equal(third.state().records, again.recordCount);
  },
);

t.test('promoted, it goes on with passwords, tokens and the CA that phones trust', async (t) => {
  const centre = await openLanCentre(t);
  const at = await paired(t, centre);
  const follower = await follow(t, at);
  for (const name of ['सुनीता देवी', 'राम सिंह']) await slip(centre, name);
  await caughtUp(follower, centre);
  await follower.stop();
  await t.rejects(promote(centre, at), { code: 'main-answers' }, 'not while the main box works');
  await t.rejects(
    finish(
      restoreFacility({
        folder: at,
        source: databaseSource(centre.running.facility.databases.records, 'BR1042'),
        settings: {},
      }),
    ),
    { code: 'standby-folder' },
    'no restore takes the folder',
  );
  const upTo = follower.state().records;
  await centre.running.stop();

  const job = promoteStandby({ folder: at, now: () => centre.clock.now });
  for await (const { step } of job) if (step === 'restore.checking') break;
  const unfinished = { code: 'restore-unfinished' };
  await t.rejects(readBoxFolder(at), unfinished);
  await t.rejects(Follower.open({ folder: at }), unfinished, 'half promoted, it follows no more');
  const result = await promote(centre, at, { port: 0 });
  t.match(result, { box: 'BR1042b', from: 'BR1042', records: upTo, skipped: 20, pairing: true });
  t.equal(result.admin, undefined, 'nobody needs a new password');
  await t.rejects(promote(centre, at), { code: 'already-set-up' });
  t.match(await readFile(join(at, 'tls', 'ca.json'), 'utf8'), JSON.stringify(centre.ca).slice(1, 60));

  const facility = await Facility.open({ folder: at, box: 'BR1042b', now: () => centre.clock.now });
  t.teardown(() => facility.stop());
  t.ok(await readCredential(facility, 'asha'));
  t.ok(facility.isWhole);
  const visit = await facility.append({ by: 'asha' }, (draft) => {
    const patient = draft.patient({ name: 'मीना', sex: 'female', birthDate: '1990' })._id;
    return { patient, visit: draft.visit({ patient, kind: 'new', station: 'vitals' })._id };
  });
  t.match(visit.visit, /^visit:BR1042b:\d{8}-023$/, 'token 23 after 2: 20 may have been given unseen');
  t.match(visit.patient, 'patient:BR1042b-000023-');
});

t.test('over plain HTTP too, a main box that was set back to an older state is refused', async (t) => {
  const centre = await openLanCentre(t, { tls: false, pairing: false });
  const at = await paired(t, centre);
  const follower = await follow(t, at);
  await slip(centre);
  await caughtUp(follower, centre);
  await follower.stop();
  const older = await openLanCentre(t, { tls: false, pairing: false });
  // It has as many records, and more: only what stands in the last one tells.
  for (const name of ['राम सिंह', 'मीना झा']) await slip(older, name);
  const stranger = await paired(t, older);
  const credential = JSON.parse(await readFile(join(stranger, 'standby.json'), 'utf8')) as object;
  const facts = JSON.parse(await readFile(join(at, 'standby.json'), 'utf8')) as object;
  await writeFile(join(at, 'standby.json'), JSON.stringify({ ...facts, ...credential, complete: true }));
  const again = await follow(t, at);
  await until('it sees the difference', () => again.state().kind === 'refused');
  t.match(again.state().trouble, { message: /not those that this spare box has/ });
});

t.test('a main box that takes connections and is too slow to answer counts as alive', async (t) => {
  const centre = await openLanCentre(t, { tls: false, pairing: false });
  const at = await paired(t, centre);
  const follower = await follow(t, at);
  await caughtUp(follower, centre);
  await follower.stop();
  const hung = createServer().listen(0, '127.0.0.1');
  await once(hung, 'listening');
  t.teardown(() => hung.close());
  const facts = JSON.parse(await readFile(join(at, 'standby.json'), 'utf8')) as object;
  const url = `http://127.0.0.1:${(hung.address() as AddressInfo).port}`;
  await writeFile(join(at, 'standby.json'), JSON.stringify({ ...facts, url }));
  await t.rejects(promote(centre, at), { code: 'main-answers' });
  t.equal(await lookAt(at), 'standby', 'and nothing was begun');
  t.match(await promote(centre, at, { mainIsDead: true, skip: 5 }), { box: 'BR1042b', skipped: 5 });
});

/** The main box's folder with its server on a port that is known. */
async function openAgain(t: Test, centre: LanCentre, port: number): Promise<Facility> {
  const { startFacility } = await import('../start.js');
  const running = await startFacility({
    folder: centre.folder,
    port,
    httpPort: 0,
    now: () => centre.clock.now,
  });
  t.teardown(() => running.stop());
  return running.facility;
}
