import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { launchNadi, type Outcome } from '../../../cli/launch-nadi.js';
import { setUpFacility } from '../../../node-server/set-up.js';
import { startFacility } from '../../../node-server/start.js';
import { facilityDatabase } from '../../../records/ids.js';
import { openBoxesCentre } from '../../../tests/boxes-centre.js';
import { HttpUser } from '../../../tests/http-user.js';
import { rampur } from '../../../tests/rampur.js';
import { forgetBox } from '../../../tests/forget-box.js';
import { removeDatabases } from '../../../tests/remove-databases.js';
import { SUMMARIES_PLAN } from '../../centre-databases.js';
import { workAt } from '../../ensure/cluster.js';
import { prepareDatabase } from '../../prepare-database.js';
import { prepareFacility } from '../../facility-database.js';
import { startWeb } from '../start-web.js';
import { ERROR_TABLE } from '../../../records/error-table.js';
import { areaRole, SUPPORT_ROLE } from '../viewer.js';
import { centrePages } from '../pages.js';
import { QUICK_COST } from '../../../tests/quick-cost.js';

t.setTimeout(120_000);

const PATIENT = 'Sita Devi';

/** Two boxes of two districts at a centre; the first has sent a sealed ledger, the second is a private hospital's. */
async function setScene(t: Test) {
  const centre = await openBoxesCentre(t, 2);
  const { couch, boxes, list, tell } = centre;
  const [box = '', other = ''] = boxes;
  await prepareDatabase(await workAt(couch.nano), SUMMARIES_PLAN);
  t.teardown(() => removeDatabases(couch, [SUMMARIES_PLAN.name]));
  await list(other, { district: '204', block: '9', ownership: 'private', tenant: 'sanjeevani' });
  for (const one of boxes) {
    await prepareFacility({ nano: couch.nano, box: one, password: 'box-password' });
    await tell(one, { lastContact: new Date().toISOString(), confirmedN: 7, waiting: 0 });
  }
  const folder = await mkdtemp(join(tmpdir(), 'nadi-records-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const { origin } = new URL(couch.url);
  const at = join(folder, 'box');
  await setUpFacility({
    ...rampur(at, box),
    centre: { url: origin, user: box, password: 'box-password' },
    passwordCost: QUICK_COST,
    staff: [{ id: 'verma', name: { hi: 'वर्मा', en: 'Verma' }, roles: ['incharge'], password: 'verma-1042' }],
  });
  const running = await startFacility({ folder: at });
  t.teardown(() => running.stop());
  const visit = await running.facility.append({ by: 'verma' }, (draft) => {
    const patient = draft.patient({ name: PATIENT, sex: 'female', birthDate: '1990' })._id;
    return draft.visit({ patient, kind: 'new', station: 'vitals' })._id;
  });
  await running.seals.sealNow();
  await running.syncNow();
  t.teardown(async () => {
    for (const one of boxes) await forgetBox(couch.nano, one);
  });
  const web = await startWeb({ login: centre.url, sessionKey: 'k'.repeat(48), pages: centrePages });
  t.teardown(() => web.stop());
  /** An officer with a browser and with the command. */
  const officer = async (...roles: string[]) => {
    const { name, password } = await couch.user(roles);
    const user = new HttpUser(web.url);
    t.teardown(() => user.close());
    await user.logIn(name, password);
    await user.post('/language', { 'switch-language': 'en', back: '/boxes' });
    const file = join(folder, name);
    await writeFile(file, `${password}\n`);
    const run = (...args: string[]): Promise<Outcome> =>
      launchNadi(join(folder, 'none'), [
        ...args.slice(0, 2),
        ...['--pages', web.url, '--user', name, '--password-file', file],
        ...args.slice(2),
      ]).ended;
    return { user, run, file, name };
  };
  /** Somebody with the keys of the CouchDB takes a record out. */
  const plantGap = async (): Promise<void> => {
    const db = `/${facilityDatabase(box)}`;
    const revOf = async (id: string): Promise<string> =>
      ((await couch.ask('GET', `${db}/${id}`)).body as { _rev: string })._rev;
    for (const id of ['_design/ledger', visit])
      await couch.ask('DELETE', `${db}/${id}?rev=${await revOf(id)}`);
    await couch.settle();
  };
  return { web, box, other, visit, officer, plantGap, running };
}

/** Follows the page of a check to its end. */
async function outcomeOf(user: HttpUser, path: string): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { body, refresh } = await user.get(path);
    if (refresh === undefined) return body;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('The check did not end');
}

t.test(
  'an officer has the records of their box checked, and is told what is wrong but no name',
  async (t) => {
    const { box, other, visit, officer, plantGap } = await setScene(t);
    const { user, run, file } = await officer(areaRole({ state: '10', district: '203' }));
    const page = `/boxes/${box}/records`;
    t.match((await user.get(`/boxes/${box}`)).body, `href="${page}"`);
    t.match((await user.get(`/facility/${box}`)).body, `href="${page}"`);
    t.match(await user.post(page, {}), { status: 302, location: page });
    t.match(await outcomeOf(user, page), /All records are whole.*Last seal/s);

    const verify = ['audit', 'verify'];
    t.match(await run(...verify, '--box', box), { exit: 0, out: new RegExp(box) });
    t.match(await run('sync', 'status', '--area', '10/203'), { exit: 0, out: /confirmed up to number 7/ });
    t.match(await run('sync', 'status', '--area', '10'), {
      out: 'Only a part of 10: your log-in is for 10/203.',
    });
    t.notMatch((await run('sync', 'status', '--area', '10/203')).out, 'Only a part');
    t.match(await run(...verify, '--box', other), { exit: 3, err: /not-found|No box/ });
    t.match(await run(...verify, '--area', '10/204'), { exit: 3 });
    t.match(await run(...verify), { exit: 2, err: /--box or --area/ });
    await writeFile(`${file}-wrong`, 'wrong\n');
    t.match(await run(...verify, '--box', box, '--password-file', `${file}-wrong`), {
      exit: 4,
      err: /not-logged-in|refuse/,
    });

    await plantGap();
    await user.post(page, {});
    const broken = await outcomeOf(user, page);
    t.match(broken, 'Danapur, Patna');
    t.match(broken, visit, 'the record that was taken out is named');
    t.match(broken, /What to do.*Change nothing on the box/s);
    t.notMatch(broken, PATIENT);
    const hindi = await run(...verify, '--area', '10/203', '--language', 'hi');
    t.match(hindi, { exit: 21, out: /✖ .*प्रा. स्वा. केंद्र/ });
    const json = await run(...verify, '--box', box, '--json');
    t.match(json, { exit: 21 });
    t.match(JSON.parse(json.out), {
      whole: false,
      findings: [{ kind: 'gap' }, { kind: 'deleted', id: visit }],
    });
    t.notMatch(json.out + hindi.out, PATIENT);
  },
);

t.test(
  'another district and support check nothing, and a private hospital’s records stay its own',
  async (t) => {
    const { box, other, officer } = await setScene(t);
    const { user: support, run: asSupport } = await officer(SUPPORT_ROLE);
    t.match(await asSupport('audit', 'verify', '--box', box), {
      exit: ERROR_TABLE['not-allowed'].exit,
      err: /not allowed.*An officer of the area checks records/s,
    });
    t.equal((await support.get(`/boxes/${box}`)).status, 200);
    t.notMatch((await support.get(`/boxes/${box}`)).body, `/boxes/${box}/records`);
    const { user, run } = await officer(areaRole({ state: '10', district: '204' }));
    for (const one of [support, user]) {
      t.equal((await one.get(`/boxes/${box}/records`)).status, 404);
      t.equal((await one.post(`/boxes/${box}/records`, {})).status, 404);
      t.equal((await one.post(`/boxes/${box}/records/lines`, {})).status, 404);
      t.equal((await one.post(`/boxes/${box}/records/stop`, {})).status, 404);
    }
    const page = `/boxes/${other}/records`;
    await user.post(page, {});
    t.match(await outcomeOf(user, page), /belong to a private hospital/);
    t.match(await run('audit', 'verify', '--box', other), { exit: 4, err: /private hospital/ });
  },
);

t.test('an officer may stop a check, and has one at a time', async (t) => {
  const { box, officer } = await setScene(t);
  const { user } = await officer(areaRole({ state: '10', district: '203' }));
  const page = `/boxes/${box}/records`;
  await user.post(page, {});
  const busy = await user.post(page, {});
  // On a fast machine it may be over already.
  if (busy.status === 429) t.match(busy.body, /not over yet/);
  await user.post(`${page}/stop`, {});
  t.match(await outcomeOf(user, page), /You stopped the check|All records are whole/);
});
