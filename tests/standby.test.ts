import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { parseVisitId } from '../records/ids.js';
import type { Job } from '../records/progress.js';
import { verifyFolder } from '../node-server/audit/verify-folder.js';
import type { FollowState } from '../node-server/standby/follower.js';
import { startFacility } from '../node-server/start.js';
import { makePairingCode } from '../cli/tasks/manage-devices.js';
import { readStandbyState } from '../cli/tasks/manage-standby.js';
import { readStatus } from '../cli/tasks/read-status.js';
import { runDoctor } from '../cli/tasks/run-doctor.js';
import { LanBrowser } from './lan-browser.js';
import { LAN_PASSWORD } from './lan-centre.js';
import { nadi, startMain, startSpare, twoFolders } from './spare-box.js';
import { until } from './until.js';

t.setTimeout(120_000);

const json = <T>(text: string): T => JSON.parse(text) as T;

async function finish<T>(job: Job<T>): Promise<T> {
  for (let step = await job.next(); ; step = await job.next()) if (step.done) return step.value;
}

/** The doctor takes a spare box for what it is, and finds nothing wrong but what is wrong with its following. */
async function isSpare(t: Test, folder: string, outcome: string, state: string): Promise<void> {
  const { level, checks } = await runDoctor(folder);
  const found = (id: string) => checks.find((check) => check.id === id);
  t.match(found('folder'), { state: 'good', outcome: 'standby', params: { box: 'BR1042', folder } });
  t.match(found('standby'), { state, outcome, params: { box: 'BR1042' } });
  const others = checks.filter((check) => check.id !== 'standby' && check.state === 'bad');
  t.same(others, [], 'no centre, no pages and no backup are missed');
  if (state === 'bad') t.equal(level, 'bad');
}

t.test('the main box is killed in the middle of its work, and the spare one takes over', async (t) => {
  const { main: mainFolder, spare, port } = await twoFolders(t);
  const main = await startMain(t, mainFolder, port);
  const made = json<{ code: string }>((await nadi(mainFolder, 'standby', 'code', '--json')).out);
  const first = await startSpare(t, spare, ['standby', 'follow', main.url, '--code', made.code]);
  t.match(json(first.outcome.out), { box: 'BR1042', kind: 'following' });
  main.write();
  await until('slips are given', () => main.saved.length > 20);
  await first.kill();
  await isSpare(t, spare, 'stopped', 'watch');
  const second = await startSpare(t, spare, ['start']);

  const early = await nadi(spare, 'standby', 'promote');
  t.equal(early.exit, 23, early.err);
  t.match(early.err, 'nadi stop');
  const before = main.saved.length;
  const state = async () => (await readStandbyState(spare)) as FollowState;
  await until('it follows again', async () => (await state()).records >= (main.saved[before - 1]?.n ?? 0));
  await isSpare(t, spare, 'following', 'good');
  // The last slips before its end the spare box does not see.
  second.freeze();
  const seen = main.saved.length;
  await until('more slips are given', () => main.saved.length > seen + 15);
  await main.kill();
  second.thaw();
  await until('the cut is seen', async () => (await state()).kind === 'unreachable');
  t.match((await nadi(spare, 'standby', 'status')).out, 'BR1042 does not answer');
  await isSpare(t, spare, 'unreachable', 'bad');

  const promoted = await nadi(spare, 'standby', 'promote', '--skip', '300', '--port', '0', '--json');
  t.equal(promoted.exit, 0, promoted.err);
  t.equal(await second.ended, 0, 'what followed has ended by itself');
  const { records: upTo } = json<{ records: number }>(promoted.out);
  const followed = main.saved.filter(({ n }) => n <= upTo);
  const unseen = main.saved.slice(followed.length);
  t.ok(unseen.length > 0, `${unseen.length} slips had not arrived`);
  t.ok(followed.length >= before, `${followed.length} of ${main.saved.length} slips had arrived`);

  const running = await startFacility({ folder: spare, httpPort: 0 });
  let stopped: Promise<void> | null = null;
  const stop = () => (stopped ??= running.stop());
  t.teardown(stop);
  const { facility } = running;
  const kept = await facility.databases.records.allDocs({ keys: followed.map(({ visit }) => visit) });
  t.equal(kept.rows.filter((row) => 'value' in row).length, followed.length, 'every one of them is there');

  // A phone that trusted the old box trusts this one.
  const ca = json<{ certificate: string }>(await readFile(join(mainFolder, 'tls', 'ca.json'), 'utf8'));
  const phone = new LanBrowser(running.addresses[0] ?? '', ca.certificate);
  const { code } = await makePairingCode(spare, 'काउंटर 1');
  t.equal((await phone.pair(code)).status, 302);
  t.match(
    await phone.logIn('asha', LAN_PASSWORD),
    { status: 302, location: '/' },
    'the old password is good',
  );
  const slip = () =>
    facility.append({ by: 'asha' }, (draft) => {
      const patient = draft.patient({ name: 'मीना', sex: 'female', birthDate: '1990' })._id;
      return draft.visit({ patient, kind: 'new', station: 'vitals' })._id;
    });
  const mine = [await slip(), await slip()];
  const tokenOf = (visit: string): number => parseVisitId(visit)?.token ?? 0;
  t.equal(tokenOf(mine[0] ?? ''), Math.max(...followed.map(({ visit }) => tokenOf(visit))) + 301);

  const old = await startMain(t, mainFolder, port);
  await until('the old box is told', async () => Boolean((await readStatus(spare)).oldBox?.toldAt));
  const oldPhone = new LanBrowser(old.url, ca.certificate);
  t.match(await oldPhone.get('/pair'), { status: 410, body: 'BR1042b' }, 'its pages say who took over');
  old.write();
  const late = async () => (await facility.takenIn?.database.allDocs())?.rows.map(({ id }) => id) ?? [];
  const lateIds = await until('its late records are here', async () => {
    const ids = await late();
    return unseen.every(({ visit }) => ids.includes(visit)) && ids;
  });
  t.pass(`${unseen.length} slips that the spare box had not seen, ${lateIds.length} late records`);
  const own = (await facility.databases.records.allDocs()).rows.map(({ id }) => id);
  t.equal(new Set([...own, ...lateIds]).size, own.length + lateIds.length, 'no id was given twice');
  const visits = [...own, ...lateIds].filter((id) => parseVisitId(id) !== null);
  t.equal(new Set(visits.map(tokenOf)).size, visits.length, 'no token was given twice');
  t.equal(old.saved.length, 0, 'the old box has taken nothing more');

  await stop();
  const report = await finish(verifyFolder(spare));
  t.match(report, { whole: true, findings: [] }, 'the chain goes through');
});
