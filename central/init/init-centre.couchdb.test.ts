import { randomInt } from 'node:crypto';
import Nano from 'nano';
import t from 'tap';
import { facilityDatabase, inboxDatabase } from '../../records/ids.js';
import { couchUnderTest } from '../../tests/couch-under-test.js';
import { forgetBox } from '../../tests/forget-box.js';
import { holdViews } from '../../tests/held-views.js';
import { settle } from '../../tests/settle.js';
import { runOut } from '../../records/progress.js';
import { CENTRE_USERS } from '../centre-databases.js';
import { startEmbeddedCouch } from '../embedded-couch/start-embedded-couch.js';
import type { Design } from '../ensure/ensure-design.js';
import { ensureDesign } from '../ensure/ensure-design.js';
import { prepareFacility } from '../facility-database.js';
import { readDocument } from '../read-document.js';
import { initCentre, type InitAnswer, type InitOptions } from './init-centre.js';
import type { Step } from './step.js';
import { STEPS } from './steps.js';

const NOW = '2026-11-21T04:30:00.000Z';

/** A centre that nobody else uses: its versions go back and forth. */
async function newCentre(t: Tap): Promise<Nano.ServerScope> {
  const couch = await startEmbeddedCouch({
    port: 0,
    host: '127.0.0.1',
    admin: { name: 'admin', password: 'a' },
  });
  t.teardown(() => couch.stop());
  return Nano(couch.url.replace('://', '://admin:a@'));
}
type Tap = { teardown: (work: () => Promise<void>) => void };

function init(nano: Nano.ServerScope, more: Partial<InitOptions> = {}): Promise<InitAnswer> {
  const users = { password: () => 'made', onPassword: () => undefined, renew: false };
  return runOut(initCentre({ nano, users, now: () => NOW, ...more }));
}

const changes = ({ prepared }: InitAnswer): string[] =>
  prepared.filter(({ outcome }) => outcome !== 'stands').map(({ what, outcome }) => `${outcome} ${what}`);

t.test(
  'the first run makes a centre, the next finds it standing, and what was changed is mended',
  async (t) => {
    const couch = await couchUnderTest(t);
    const passwords: Record<string, string> = {};
    const users = {
      password: () => 'long-enough',
      onPassword: (name: string, password: string) => void (passwords[name] = password),
      renew: true,
    };
    const first = await init(couch.nano, { users });
    t.equal(first.to, STEPS.length);
    t.same(Object.keys(passwords), Object.keys(CENTRE_USERS));
    // Who stood before this run is known with the password of then for a moment.
    await settle();
    const as = `nadi-gateway:${passwords['nadi-gateway'] ?? ''}`;
    for (const name of ['shared', 'summaries', 'patients', 'boxes', 'citizens']) {
      t.equal(
        (await couch.ask('GET', `/${name}`, undefined, { as })).status,
        200,
        `${name} is open to the gateway`,
      );
      t.equal(
        (await couch.ask('GET', `/${name}`, undefined, { as: null })).status,
        401,
        `${name} is closed to others`,
      );
    }
    t.same(changes(await init(couch.nano)), []);
    await couch.ask('PUT', '/summaries/_security', {});
    t.same(changes(await init(couch.nano)), ['updated summaries/_security']);

    // As an older version made it; its program goes on with the password that it has.
    const path = '/_users/org.couchdb.user:nadi-router';
    const { body } = await couch.ask('GET', path);
    await couch.ask('PUT', path, { ...(body as object), roles: ['centre'] });
    t.same(changes(await init(couch.nano)), ['updated _users/org.couchdb.user:nadi-router']);
    await settle();
    const router = `nadi-router:${passwords['nadi-router'] ?? ''}`;
    t.match((await couch.ask('GET', '/_session', undefined, { as: router })).body, {
      userCtx: { roles: ['centre', 'carrier'] },
    });
  },
);

t.test("an older box's databases are brought to what this version needs; its user stays", async (t) => {
  const couch = await couchUnderTest(t);
  const box = `ZZ${randomInt(100_000, 999_999)}b`;
  t.teardown(() => forgetBox(couch.nano, box));
  await init(couch.nano);
  await prepareFacility({ nano: couch.nano, box, password: 'its-own' });
  const id = `${inboxDatabase(box)}/_design/centre-only`;
  const { _rev = '' } = (await couch.ask('GET', `/${id}`)).body as { _rev?: string };
  const old = await couch.ask('PUT', `/${id}`, { _rev, validate_doc_update: 'function () {}' });
  t.equal(old.status, 201, JSON.stringify(old.body));
  t.same(changes(await init(couch.nano)), [`updated ${id}`]);
  const own = await couch.ask('GET', `/${facilityDatabase(box)}`, undefined, { as: `${box}:its-own` });
  t.equal(own.status, 200);
});

t.test('a trial shows the plan and writes nothing', async (t) => {
  const nano = await newCentre(t);
  const plan = await init(nano, { dryRun: true });
  const before = await nano.db.list();
  t.ok(changes(plan).includes('made patients'));
  t.same(before, ['_users']);
  const real = await init(nano);
  t.same(changes(plan), changes(real), 'and what it showed is what is done');
});

t.test('a centre goes back step by step and forth again, and no step back loses a document', async (t) => {
  const nano = await newCentre(t);
  await init(nano);
  const back = await init(nano, { to: 1 });
  t.same(
    back.steps.map(({ version, way }) => `${way} ${version}`),
    STEPS.slice(1)
      .reverse()
      .map(({ version }) => `down ${version}`),
  );
  t.equal(await readDocument(nano, 'shared', '_design/directory'), null);
  await nano.use('shared').insert({ type: 'facility' } as object, 'facility:BR1042');
  await t.rejects(init(nano, { to: 0 }), { code: 'conflict', message: /shared/ });
  t.equal((await init(nano, { to: 1 })).from, 1, 'it stays where it was');
  t.same(
    (await init(nano)).steps,
    STEPS.slice(1).map(({ version, name }) => ({ version, name, way: 'up' })),
  );
  const { _rev: rev = '' } = (await readDocument(nano, 'shared', 'facility:BR1042')) ?? {};
  await nano.use('shared').destroy('facility:BR1042', rev);
  await init(nano, { to: 0 });
  t.notOk((await nano.db.list()).includes('shared'), 'what holds nothing is taken away');
});

t.test('an upgrade that breaks off keeps the version of its last whole step', async (t) => {
  const nano = await newCentre(t);
  await init(nano);
  let works = false;
  const step: Step = {
    version: STEPS.length + 1,
    name: 'directory-view',
    up: () =>
      works ? Promise.resolve([]) : Promise.reject(Object.assign(new Error('full'), { statusCode: 500 })),
    down: () => Promise.resolve([]),
  };
  const steps = [...STEPS, step];
  await t.rejects(init(nano, { steps }), { code: 'centre-refused', params: { status: 500 } });
  t.equal((await init(nano, { to: STEPS.length, steps })).from, STEPS.length);
  works = true;
  await init(nano, { steps });
  t.equal((await init(nano, { steps })).from, step.version);
  await t.rejects(
    init(nano),
    { code: 'bad-input', message: new RegExp(`version ${step.version}`) },
    'an older Nadi keeps its hands off',
  );
  await t.rejects(init(nano, { steps, to: step.version + 1 }), { code: 'bad-input' });
});

t.test('an upgrade builds the indexes of what is new, and tells how far it is', async (t) => {
  const nano = await newCentre(t);
  await init(nano, { to: STEPS.length - 1 });
  const { origin } = new URL(nano.config.url);
  const couch = await holdViews(origin.replace('://', '://admin:a@'));
  t.teardown(() => couch.close());
  const held = 'summaries/_design/pairs';
  couch.held.set(held, { done: 40, total: 100, how: 'holds' });
  const users = { password: () => 'made', onPassword: () => undefined, renew: false };
  const job = initCentre({ nano: Nano(couch.url), users, now: () => NOW });
  const first = await job.next();
  t.match(first.value, { step: 'centre.indexes', done: 40, total: 100, unit: 'records' });
  couch.held.set(held, { done: 90, total: 100, how: 'gives-up' });
  t.match((await job.next()).value, { step: 'centre.indexes', done: 90 });
  couch.held.delete(held);
  t.equal((await runOut(job)).to, STEPS.length);
});

t.test('a view that changes is built beside the old one first', async (t) => {
  const couch = await couchUnderTest(t);
  const name = await couch.database();
  const work = { nano: couch.nano, dryRun: false, n: 1 };
  const design = (field: string): Design => ({
    language: 'javascript',
    views: { all: { map: `function (doc) { emit(doc.${field}, null); }`, reduce: '_count' } },
  });
  await couch.nano.use(name).insert({ a: 1, b: 2 } as object, 'one');
  t.equal(await ensureDesign(work, name, 'x', design('a')), 'made');
  // As a run leaves it that broke off.
  await couch.nano.use(name).insert(design('c') as object, '_design/x-new');
  t.equal(await ensureDesign(work, name, 'x', design('b')), 'updated');
  t.equal(await readDocument(couch.nano, name, '_design/x-new'), null);
  const { rows } = await couch.nano.use(name).view('x', 'all', { reduce: false });
  t.equal(rows[0]?.key, 2);
  t.equal(await ensureDesign(work, name, 'x', design('b')), 'stands');
});
