import t, { type Test } from 'tap';
import { boxPages } from '../central/web/boxes/box-pages.js';
import { todayPages } from '../central/web/figures/today-pages.js';
import { CENTRAL_ROLE } from '../central/web/viewer.js';
import { Watcher } from '../central/monitor/watcher.js';
import { RouterCouch } from '../central/router/router-couch.js';
import { makeRouter } from '../central/router/start-router.js';
import { addDays } from '../records/day.js';
import {
  facilityDatabase,
  inboxDatabase,
  partId,
  patientId,
  patientPartId,
  visitId,
  type BoxId,
} from '../records/ids.js';
import { randomFrom } from '../sync/bundle/fixtures/mutate.js';
import { prepareFacility } from '../central/facility-database.js';
import { openCentreToVisitors } from './centre-visitors.js';
import { startClusterLine } from './cluster-line.js';
import { startDyingNode, type DyingNode, type Fate } from './dying-node.js';
import { removeDatabases } from './remove-databases.js';
import { openRouterCentre, summaryOf, type RouterCentre } from './router-centre.js';
import { until } from './until.js';

t.setTimeout(240_000);

const DAYS = 40;
const NOW = Date.parse('2026-11-22T06:00:00.000Z');

async function throughNode(t: Test): Promise<{ centre: RouterCentre; node: DyingNode }> {
  const centre = await openRouterCentre(t);
  for (const box of centre.boxes) await centre.list(box);
  const node = await startDyingNode(centre.url);
  t.teardown(() => node.close());
  return { centre, node };
}

/** What a facility writes on a day that concerns others. */
function dayOfWork(box: BoxId, other: BoxId, serial: number): object[] {
  const [patient, day] = [patientId(box, serial), addDays('20260101', serial)];
  const visit = visitId(box, day, 1);
  return [
    summaryOf(box, day, 1, { opd: serial }),
    { _id: patient, type: 'patient', name: 'सुनीता देवी', sex: 'female', birthDate: '1988' },
    { _id: visit, type: 'visit', patient, kind: 'new', station: 'doctor' },
    {
      ...{ _id: partId(visit, 'referral', 1), type: 'referral', v: 2, patient, to: other },
      ...{ facility: 'x', reason: 'y' },
    },
    {
      ...{ _id: `access:${box}:${serial}`, type: 'access', action: 'view', route: '/x' },
      patients: [patientId(other, serial)],
    },
  ];
}

/** Most of what happens to somebody's requests while a node dies, three of ten of them. */
const FATES: Fate[] = ['gone', 'lost', 'broken-off', 'no-shard', 'accepted', 'again'];

t.test('a node dies in the middle of routing and comes back: nothing is lost, nothing doubled', async (t) => {
  const { centre, node } = await throughNode(t);
  const [a = '', b = ''] = centre.boxes;
  for (let serial = 1; serial <= DAYS; serial += 1) {
    await centre.write(a, dayOfWork(a, b, serial));
    await centre.write(b, dayOfWork(b, a, serial));
  }
  const random = randomFrom(7);
  const met = new Map<Fate, number>();
  node.onRequest((method, path) => {
    const chance = Math.floor(random() * 20);
    const isLine = /_changes$|_all_docs$/.test(path) && chance === 6;
    const fate = (isLine ? 'behind' : FATES[chance]) ?? 'well';
    // An `_all_docs` by keys is asked of a majority.
    const sure = fate === 'behind' && method === 'POST' ? 'again' : fate;
    met.set(sure, (met.get(sure) ?? 0) + 1);
    return sure;
  });
  const share = { worker: 1, of: 1 };
  const newRouter = () =>
    makeRouter({ couchUrl: node.url, share, now: () => NOW, log: () => undefined, pageSize: 20 });
  let router = newRouter();
  for (let round = 0; round < 25; round += 1) {
    // Now and then it is another one, which knows what the centre has kept for it.
    if (round % 5 === 4) router = newRouter();
    await router.round().catch((error: unknown) => t.match(error, { code: /^centre-/ }));
  }
  for (const fate of FATES) t.ok((met.get(fate) ?? 0) > 0, `${fate}: ${met.get(fate)}`);
  node.onRequest(() => 'well');
  await router.round();

  t.equal(Object.keys(await centre.read('summaries')).length, 2 * DAYS);
  t.equal(Object.keys(await centre.read('patients')).length, 2 * DAYS);
  for (const box of [a, b]) {
    const inbox = Object.values(await centre.read(inboxDatabase(box))) as { type: string }[];
    const count = (type: string): number => inbox.filter((one) => one.type === type).length;
    t.same(
      [count('referral-in'), count('look-elsewhere'), count('referral-undelivered')],
      [DAYS, DAYS, 0],
      box,
    );
    t.equal(Object.keys(await centre.read(facilityDatabase(box))).length, 5 * DAYS);
  }
  for (const name of ['summaries', 'patients', 'boxes', inboxDatabase(a), inboxDatabase(b)]) {
    const { body } = await centre.couch.ask('GET', `/${name}/_all_docs?include_docs=true&conflicts=true`);
    t.notMatch(JSON.stringify(body), '_conflicts', `${name}: nothing stands twice`);
  }
});

t.test('a copy that counted less begins no ledger anew; a ledger of yesterday does', async (t) => {
  const centre = await openRouterCentre(t);
  const [a = ''] = centre.boxes;
  await centre.list(a);
  const line = await startClusterLine(centre.url);
  t.teardown(() => line.close());
  const url = new URL(centre.url);
  url.port = new URL(line.url).port;
  const options = { share: { worker: 1, of: 1 }, now: () => NOW, log: () => undefined };
  const router = makeRouter({ couchUrl: url.href.replace(/\/$/, ''), ...options });
  const summaries = (from: number, to: number): object[] =>
    Array.from({ length: to - from }, (_, i) => summaryOf(a, addDays('20260101', from + i), 1, { opd: 1 }));
  const ledger = facilityDatabase(a);
  await centre.write(a, summaries(0, 5));
  t.equal(await router.round(), 5);
  const { body } = await centre.couch.ask('GET', `/${ledger}/_local/router`);
  const { _rev, ...yesterday } = body as { _rev: string };

  await centre.write(a, summaries(5, 6));
  line.nodes = { countsLess: true };
  t.equal(await router.round(), 1, 'no more than what came');
  line.nodes = {};
  await centre.write(a, summaries(6, 10));
  await router.round();

  await removeDatabases(centre.couch, [ledger]);
  await prepareFacility({ nano: centre.couch.nano, box: a, password: 'one' });
  await centre.couch.ask('PUT', `/${ledger}/_local/router`, yesterday);
  await centre.write(a, summaries(20, 22));
  t.equal(await router.round(), 2);
  t.equal(Object.keys(await centre.read('summaries')).length, 12, 'what came after the restoring, too');
});

t.test('an inbox that was made while a node was down is waited for: nobody is told of no box', async (t) => {
  const { centre, node } = await throughNode(t);
  const [a = '', b = ''] = centre.boxes;
  await centre.write(a, dayOfWork(a, b, 1));
  let asked = 0;
  node.onRequest((_method, path) => {
    if (!path.startsWith(`/${inboxDatabase(b)}`)) return 'well';
    asked += 1;
    return asked <= 2 ? 'unknown' : 'well';
  });
  const options = { share: { worker: 1, of: 1 }, now: () => NOW, log: () => undefined };
  await makeRouter({ couchUrl: node.url, ...options }).round();
  const referral = `referral:visit:${a}:20260102-001:referral:1`;
  t.ok(referral in (await centre.read(inboxDatabase(b))));
  t.same(await centre.read(inboxDatabase(a)), {});
});

t.test('two words on one patient that stand beside each other become one', async (t) => {
  const { centre, node } = await throughNode(t);
  const [a = ''] = centre.boxes;
  const patient = patientId(a, 1);
  const [first, second] = ['2026-11-22T04:30:01.000Z', '2026-11-22T04:30:02.000Z'];
  await centre.write(a, [{ _id: patient, type: 'patient', name: 'सुनीता', sex: 'female', birthDate: '1988' }]);
  const router = makeRouter({
    ...{ couchUrl: node.url, share: { worker: 1, of: 1 }, now: () => NOW, log: () => undefined },
  });
  await router.round();
  const { body } = await centre.couch.ask('GET', `/patients/${patient}?revs=true`);
  const { _rev, _revisions, ...standing } = body as {
    _rev: string;
    _revisions: { start: number; ids: string[] };
    said: object;
    facilities: string[];
  };
  const sides = ['village', 'mobile'].map((field, side) => {
    const id = String(side).repeat(32);
    const said = { ...standing.said, [field]: `${[first, second][side]} ${patient}:ZZ99:${side}` };
    const value = { [field]: field === 'mobile' ? '9876543210' : 'Maner' };
    const facilities = [...standing.facilities, `ZZ9${side}`];
    const revisions = { start: 2, ids: [id, ..._revisions.ids] };
    return { ...standing, ...value, said, facilities, _rev: `2-${id}`, _revisions: revisions };
  });
  await centre.couch.ask('POST', '/patients/_bulk_docs', { docs: sides, new_edits: false });
  await centre.write(a, [
    { _id: `${patient}:${a}:2`, type: 'patient-amendment', set: { name: 'सुनीता देवी' } },
  ]);
  await router.round();
  const { body: whole } = await centre.couch.ask('GET', `/patients/${patient}?conflicts=true`);
  t.match(whole, { name: 'सुनीता देवी', village: 'Maner', mobile: '9876543210' });
  t.match(whole, { facilities: [a, 'ZZ90', 'ZZ91'].sort() });
  t.notOk('_conflicts' in (whole as object));
});

t.test('a consent that was taken back stays so where a copy lacks that it was', async (t) => {
  const { centre, node } = await throughNode(t);
  const [hospital = ''] = centre.boxes;
  await centre.list(hospital, { ownership: 'private', tenant: 'Asha' });
  const patient = patientId(hospital, 1);
  const part = (n: number, rest: object): object => ({ _id: patientPartId(patient, hospital, n), ...rest });
  const consent = { type: 'consent', purpose: 'share', mode: 'thumb' };
  await centre.write(hospital, [
    { _id: patient, type: 'patient', name: 'सुनीता', sex: 'female', birthDate: '1988' },
    part(2, { ...consent, given: true }),
  ]);
  const router = makeRouter({
    ...{ couchUrl: node.url, share: { worker: 1, of: 1 }, now: () => NOW, log: () => undefined },
  });
  await router.round();
  t.match((await centre.read('patients'))[patient], { name: 'सुनीता' });
  const revokes = patientPartId(patient, hospital, 2);
  await centre.write(hospital, [part(3, { ...consent, given: false, revokes })]);
  await router.round();
  await centre.write(hospital, [part(4, { type: 'patient-amendment', set: { village: 'Maner' } })]);
  const isRange = (method: string, path: string): boolean =>
    method === 'GET' && path.startsWith(`/${facilityDatabase(hospital)}/_all_docs`);
  node.onRequest((method, path) => (isRange(method, path) ? 'behind' : 'well'));
  await router.round();
  const indexed = (await centre.read('patients'))[patient] ?? {};
  t.same(
    ['name', 'village', 'shared'].filter((field) => field in indexed),
    [],
  );
});

t.test('a facility that moved while the index was behind has all its summaries moved, later', async (t) => {
  const { centre, node } = await throughNode(t);
  const [a = ''] = centre.boxes;
  await centre.write(a, [summaryOf(a, '20261120', 1, { opd: 1 }), summaryOf(a, '20261121', 1, { opd: 2 })]);
  let now = NOW;
  const newRouter = () =>
    makeRouter({
      ...{ couchUrl: node.url, share: { worker: 1, of: 1 }, now: () => now, log: () => undefined },
    });
  const router = newRouter();
  await router.round();
  await centre.list(a, { district: '999' });
  node.onRequest((_method, path) => (path.includes('/_view/') ? 'behind' : 'well'));
  await router.round();
  node.onRequest(() => 'well');
  const districts = async (): Promise<unknown[]> =>
    Object.values(await centre.read('summaries')).map((one) => (one as { district: string }).district);
  t.same(await districts(), ['999', '203']);
  now += 60_000;
  await newRouter().round();
  t.same(await districts(), ['999', '999'], 'also by a router that was started meanwhile');
});

t.test('a watcher that begins at a copy that is behind ends no alert', async (t) => {
  const { centre, node } = await throughNode(t);
  const silent = new Date(NOW - 3_600_000).toISOString();
  for (const box of centre.boxes) {
    const { _rev } = (await centre.couch.ask('GET', `/boxes/box:${box}`)).body as { _rev: string };
    await centre.couch.ask('PUT', `/boxes/box:${box}?w=3`, { type: 'box', box, lastContact: silent, _rev });
  }
  const watcher = () =>
    new Watcher({ couch: new RouterCouch(node.url), now: () => NOW, log: () => undefined });
  t.same(await watcher().look(), { began: 2, ended: 0 });
  await centre.couch.settle();
  node.onRequest((method, path) => (method === 'GET' && path.endsWith('_all_docs') ? 'behind' : 'well'));
  t.same(await watcher().look(), { began: 0, ended: 0 });
});

t.test(
  'pages say that the centre cannot answer, in the viewer’s language, and never show half',
  async (t) => {
    const { centre, node } = await throughNode(t);
    const [a = '', b = ''] = centre.boxes;
    await centre.write(a, [summaryOf(a, '20261121', 1, { opd: 37 })]);
    const options = { share: { worker: 1, of: 1 }, now: () => NOW, log: () => undefined };
    await makeRouter({ couchUrl: centre.url, ...options }).round();
    const { logIn } = await openCentreToVisitors(
      t,
      { ...centre, url: node.url },
      [todayPages, boxPages],
      NOW,
    );
    const user = await logIn(CENTRAL_ROLE);
    const isAsked = (path: string): boolean => /_view|_all_docs|_changes/.test(path);
    for (const [fate, words] of [
      ['gone', 'ज़िला सर्वर का डेटाबेस जवाब नहीं दे रहा'],
      ['broken-off', 'ज़िला सर्वर का डेटाबेस जवाब नहीं दे रहा'],
      ['no-shard', 'ज़िला सर्वर का डेटाबेस अभी जवाब नहीं दे पा रहा'],
    ] as const) {
      node.onRequest((_method, path) => (isAsked(path) ? fate : 'well'));
      for (const path of ['/today/10/203', '/boxes']) {
        const answer = await user.get(path);
        t.ok(answer.status >= 502, `${fate}: ${path} ${answer.status}`);
        t.match(answer.body, words, `${fate}: ${path}`);
      }
      node.onRequest((_method, path) => (path === '/_session' ? fate : 'well'));
      t.match((await user.get('/boxes')).body, 'ज़िला सर्वर का डेटाबेस जवाब नहीं दे रहा', `${fate}: who asks`);
    }
    node.onRequest(() => 'well');
    t.match((await user.get('/today/10/203')).body, '37');
    const boxes = await until('all boxes are shown', async () => {
      const { body, status } = await user.get('/boxes');
      return status === 200 && body;
    });
    for (const box of [a, b]) t.match(boxes, box);
  },
);
