import { setTimeout as pause } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { BOXES_DATABASE, CENTRE_DATABASES } from '../central/centre-databases.js';
import { workAt } from '../central/ensure/cluster.js';
import type { BoxDayDocument, BoxStatusDocument } from '../central/monitor/box-status.js';
import { judgeBox } from '../central/monitor/judge-box.js';
import { HeardBoxes } from '../central/gateway/heard-boxes.js';
import { keepContacts } from '../central/monitor/keep-contacts.js';
import { prepareDatabase } from '../central/prepare-database.js';
import { RouterCouch } from '../central/router/router-couch.js';
import { makeRouter } from '../central/router/start-router.js';
import { openDatabases } from '../node-server/store/databases.js';
import { visitId, type BoxId } from '../records/ids.js';
import { HealthTeller } from '../sync/health/health-teller.js';
import { packHealth } from '../sync/health/pack-health.js';
import { startReplication } from '../sync/replicate.js';
import { visit } from './exchange-journey.js';
import { openHealthCentre, type HealthCentre } from './health-centre.js';
import { setOutWithSticks } from './stick-journey.js';

const AT = '2026-11-28T04:30:00.000Z';

t.test('through the gateway the centre hears how a box is, and that it holds everything of it', async (t) => {
  const centre = await openHealthCentre(t);
  const [box = ''] = centre.boxes;
  const began = new Date().toISOString();
  const running = await centre.startBox(box, centre.gateway.url);
  await running.syncNow();
  await centre.gateway.stop();
  const status = await statusOf(centre, box);
  matchWell(t, status, { by: 'gateway', began });
  t.equal(status.confirmedN, running.facility.recordCount);
  t.equal(status.waiting, 0);
  t.equal(status.gaps, 0);
  const { level, alerts } = judgeBox(status, {}, Date.now());
  t.equal(level, 'look');
  t.same(
    alerts.map(({ kind }) => kind),
    ['backup'],
    'a new box has made no backup yet, and that is all',
  );
  const days = Object.values(await centre.read('boxes')).filter(
    (one) => 'samples' in one,
  ) as BoxDayDocument[];
  t.equal(days.length, 1);
  t.match(Object.values(days[0]?.samples ?? {}), [{ diskFreeMb: status.diskFreeMb, waiting: 0 }]);
  t.notOk(JSON.stringify(days).includes('सुनीता'));
});

t.test(
  'what a budget holds back is waiting and stuck, and what an urgent record left behind is no gap',
  async (t) => {
    const centre = await openHealthCentre(t);
    const [box = ''] = centre.boxes;
    const databases = await openDatabases(t.testdir());
    const records = Array.from({ length: 1_500 }, (_, i) => visit(box, i + 1));
    const urgent = { ...visit(box, 700), _id: `${visitId(box, '20261121', 700)}:referral:1`, n: 1_501 };
    await databases.records.bulkDocs([...records, urgent] as never[]);
    const health = new HealthTeller({
      gather: () => Promise.resolve({ version: '1.0.0', onBattery: true, batteryPercent: 7 }),
      now: Date.now,
      onTrouble: (error) => t.fail(String(error)),
    });
    const replication = startReplication({
      ...{ ...databases, box, health, now: Date.now, log: { info: () => undefined, warn: () => undefined } },
      centre: { url: centre.origin, user: box, password: 'one', gateway: centre.gateway.url },
      isUrgent: ({ _id }) => _id.includes(':referral:'),
      policy: () => ({ bytesPerDay: 5_000 }),
    });
    t.teardown(async () => {
      await replication.stop();
      await Promise.all(Object.values(databases).map((database: PouchDB.Database) => database.close()));
    });
    const { waiting } = await replication.syncNow({ timeoutMs: 60_000 });
    t.ok(waiting > 100 && waiting <= 1_500, `${waiting} records are held back`);
    await centre.gateway.stop();
    const status = await statusOf(centre, box);
    t.match(status, { waiting, gaps: 0, confirmedN: 1_501, oldestWaiting: /^2026-11-21T/ });
    t.same(
      judgeBox(status, {}, Date.now()).alerts.map(({ kind }) => kind),
      ['stuck', 'battery'],
    );
  },
);

t.test('by stock replication the router carries what the box left', async (t) => {
  const centre = await openHealthCentre(t);
  const [box = ''] = centre.boxes;
  const began = new Date(Date.now() - 1_000).toISOString();
  // Of an earlier run: not every CouchDB overwrites it unasked.
  await centre.couch.ask(
    'PUT',
    `/facility-${box.toLowerCase()}/_local/health`,
    { at: AT },
    { as: `${box}:one` },
  );
  const running = await centre.startBox(box);
  await running.syncNow();
  const router = routerOf(centre);
  await router.round();
  const status = await statusOf(centre, box);
  matchWell(t, status, { by: 'replication', began });
  t.equal(status.confirmedN, running.facility.recordCount);
  t.equal(status.gaps, 0);
  await running.syncNow();
  await router.round();
  t.ok((await statusOf(centre, box)).lastContact! > status.lastContact!);

  // It would go on leaving word by itself. CouchDB tells the time in whole seconds: until then its word is of just now.
  await running.stop();
  await pause(1_500);
  await routerOf(centre).round();
  const [before] = await revisions(centre, box);
  await router.round();
  await routerOf(centre).round();
  t.equal(
    (await revisions(centre, box))[0],
    before,
    'the same word twice, and a router that starts, write nothing',
  );
});

t.test('a day that is told removes the one of four hundred days ago, and no other', async (t) => {
  const centre = await openHealthCentre(t);
  const [box = ''] = centre.boxes;
  const days = ['20251023', '20251024', '20251025'].map((day) => `box-day:${box}:${day}`);
  for (const id of days) await centre.couch.ask('PUT', `/boxes/${id}`, { type: 'box-day', samples: {} });
  const couch = new RouterCouch(centre.url);
  const contact = { box, at: AT, by: 'gateway' as const, health: { version: '1.0.0' } };
  for (let twice = 0; twice < 2; twice += 1) await keepContacts(couch, [contact]);
  const left = Object.keys(await centre.read('boxes')).filter((id) => id.startsWith('box-day:'));
  t.same(left.sort(), [days[0], days[2], `box-day:${box}:20261128`]);
});

t.test('of a message with nonsense in it the sound part is kept, and the exchange goes on', async (t) => {
  const centre = await openHealthCentre(t);
  const [box = ''] = centre.boxes;
  const health = {
    ...packHealth({ version: '9.9.9', batteryPercent: 40 }),
    f: -1,
    q: 400,
    zz: { new: true },
  };
  t.match(await centre.hello(box, { health, waiting: -3 }), { health: true, tag: String });
  t.match(await centre.hello(box, { health: 'well', waiting: 'many' }), { tag: String });
  await centre.gateway.stop();
  const status = await statusOf(centre, box);
  t.match(status, { lastContact: String, version: '9.9.9' });
  t.notOk('diskFreeMb' in status || 'batteryPercent' in status || 'waiting' in status || 'zz' in status);
});

t.test('nobody tells of another box, though CouchDB lets him into its databases', async (t) => {
  const centre = await openHealthCentre(t, 2);
  const [a = '', b = ''] = centre.boxes;
  const health = packHealth({ version: '6.6.6' });
  const end = await centre.hello(a, { health }, { as: centre.account });
  t.notOk('health' in end, 'he is not even asked');
  await t.rejects(centre.hello(a, { health }, { as: { user: b, password: 'one' } }));
  const left = { v: 1, at: AT, health };
  const asB = { as: `${b}:one` };
  for (const path of [`/facility-${a.toLowerCase()}/_local/health`, `/boxes/box:${a}`])
    t.equal((await centre.couch.ask('PUT', path, left, asB)).status, 403, path);
  await centre.gateway.stop();
  await routerOf(centre).round();
  t.notOk('version' in (await statusOf(centre, a)));
});

t.test('a gateway without an account asks no box, and keeps nothing', async (t) => {
  const centre = await openHealthCentre(t);
  const [box = ''] = centre.boxes;
  const plain = await centre.startGateway();
  const end = await centre.hello(box, { health: packHealth({ version: '9.9.9' }) }, { through: plain });
  t.notOk('health' in end);
  await plain.stop();
  t.notOk('lastContact' in (await statusOf(centre, box)));
});

t.test(
  'a stick tells how its box was when it was written, and an older one takes nothing back',
  async (t) => {
    const journey = await setOutWithSticks(t);
    const { nano, box } = journey;
    const work = await workAt(nano);
    for (const plan of CENTRE_DATABASES) if (plan.name === BOXES_DATABASE) await prepareDatabase(work, plan);
    const [first, second] = [await journey.stick(), await journey.stick()];
    const before = new Date().toISOString();
    await journey.slips(1);
    await journey.write(first);
    await journey.slips(1);
    const { upTo } = await journey.write(second);
    const written = new Date().toISOString();
    await journey.atCentre(second);
    const read = (): Promise<BoxStatusDocument> =>
      nano.use<BoxStatusDocument>(BOXES_DATABASE).get(`box:${box}`);
    const status = await read();
    t.match(status, { contactBy: 'stick', version: /^\d/, diskFreeMb: Number, confirmedN: upTo, gaps: 0 });
    t.ok(status.lastContact! >= before && status.lastContact! <= written, 'the time is that of the stick');
    t.notOk('lineContact' in status);
    await journey.atCentre(first);
    t.same(await read(), status);
  },
);

t.test(
  'what a box left that cannot be true is not believed, and what was left in the future is now',
  async (t) => {
    const centre = await openHealthCentre(t, 2);
    const [a = '', b = ''] = centre.boxes;
    const leave = (box: BoxId, left: object): Promise<{ status: number }> =>
      centre.couch.ask('PUT', `/facility-${box.toLowerCase()}/_local/health`, left, { as: `${box}:one` });
    t.equal(
      (await leave(a, { at: '2199-01-01T00:00:00.000Z', confirmed: -1, waiting: 1.5, health: { q: 7 } }))
        .status,
      201,
    );
    t.equal((await leave(b, { at: 'yesterday', health: { q: 7 } })).status, 201);
    const before = new Date().toISOString();
    await routerOf(centre).round();
    const status = await statusOf(centre, a);
    t.match(status, { batteryPercent: 7, contactBy: 'replication' });
    t.ok(status.lastContact! >= before && status.lastContact! <= new Date().toISOString());
    t.notOk('waiting' in status || 'confirmedN' in status);
    t.notOk('lastContact' in (await statusOf(centre, b)));
  },
);

t.test('a crowd of boxes is written once a minute each, in two requests for all', async (t) => {
  const centre = await openHealthCentre(t);
  const boxes = Array.from({ length: 500 }, (_, i) => `ZZ${2_000 + i}`);
  let now = Date.parse(AT);
  let requests = 0;
  const couch = new RouterCouch(centre.url);
  const count =
    <A extends unknown[], R>(ask: (...given: A) => R) =>
    (...given: A): R => {
      requests += 1;
      return ask(...given);
    };
  couch.fetch = count(couch.fetch.bind(couch));
  couch.write = count(couch.write.bind(couch));
  const heard = new HeardBoxes({
    couch,
    now: () => now,
    onTrouble: (error) => t.fail(String(error)),
    lookEveryMs: 2 ** 30,
  });
  t.teardown(() => heard.stop());
  for (let second = 0; second < 60; second += 5, now += 5_000) {
    for (const box of boxes) heard.note(box, { waiting: second });
    await heard.write();
  }
  t.equal(requests, 2);
  t.same(new Set(await revisionNumbers(centre)), new Set(['1']), 'each once');
  now += 60_000;
  await heard.write();
  t.same(
    new Set(await revisionNumbers(centre)),
    new Set(['2']),
    'and what came meanwhile when its minute is over',
  );
  t.match(await statusOf(centre, 'ZZ2000'), { waiting: 55, lastContact: '2026-11-28T04:30:55.000Z' });
});

t.test(
  'what two gateways hear of one box at once both counts, and what could not be written is written later',
  async (t) => {
    const centre = await openHealthCentre(t);
    const [box = ''] = centre.boxes;
    const troubles: unknown[] = [];
    let now = Date.parse(AT);
    const options = {
      couch: new RouterCouch(centre.url),
      now: () => now,
      onTrouble: (error: unknown) => troubles.push(error),
      lookEveryMs: 2 ** 30,
    };
    const gateways = Array.from({ length: 4 }, () => new HeardBoxes(options));
    t.teardown(() => Promise.all(gateways.map((one) => one.stop())));
    for (const [i, one] of gateways.entries()) {
      now += 1_000;
      one.note(box, [{ confirmedN: 700 }, { health: { version: '1.0.0' } }, { waiting: 4 }, {}][i] ?? {});
    }
    await Promise.all(gateways.map((one) => one.write()));
    t.match(await statusOf(centre, box), {
      confirmedN: 700,
      version: '1.0.0',
      waiting: 4,
      lastContact: '2026-11-28T04:30:04.000Z',
    });

    const [gateway] = gateways;
    const { couch } = options;
    const write = couch.write.bind(couch);
    couch.write = () => Promise.reject(new Error('CouchDB is down'));
    gateway!.note(box, { waiting: 9 });
    await gateway!.write({ all: true });
    await gateway!.write({ all: true });
    t.equal(troubles.length, 1, 'said once');
    couch.write = write;
    now += 1_000;
    gateway!.note(box, { confirmedN: 800 });
    await gateway!.write({ all: true });
    t.match(await statusOf(centre, box), {
      waiting: 9,
      confirmedN: 800,
      lastContact: '2026-11-28T04:30:05.000Z',
    });
  },
);

function matchWell(t: Test, status: BoxStatusDocument, { by, began }: { by: string; began: string }): void {
  t.match(status, {
    type: 'box',
    contactBy: by,
    version: /^\d/,
    healthAt: String,
    diskFreeMb: Number,
    waiting: 0,
  });
  t.ok(status.lastContact! >= began && status.lastContact! <= new Date().toISOString());
  t.equal(status.lineContact, status.lastContact);
  t.ok(status.diskFreeMb! <= status.diskTotalMb!);
  t.ok(Math.abs(status.clockErrorS!) <= 5, `the clocks are one, and seem ${status.clockErrorS} s apart`);
}

async function statusOf(centre: HealthCentre, box: BoxId): Promise<BoxStatusDocument> {
  return (await centre.read('boxes'))[`box:${box}`] as BoxStatusDocument;
}

function routerOf({ url }: HealthCentre): ReturnType<typeof makeRouter> {
  return makeRouter({ couchUrl: url, share: { worker: 1, of: 1 }, now: Date.now, log: () => undefined });
}

async function rows({ couch }: HealthCentre): Promise<{ id: string; value: { rev: string } }[]> {
  const { body } = await couch.ask('GET', '/boxes/_all_docs');
  return (body as { rows: { id: string; value: { rev: string } }[] }).rows;
}

async function revisions(centre: HealthCentre, box: BoxId): Promise<string[]> {
  return (await rows(centre)).filter(({ id }) => id === `box:${box}`).map(({ value }) => value.rev);
}

/** How often each of the crowd's was written. */
async function revisionNumbers(centre: HealthCentre): Promise<(string | undefined)[]> {
  const crowd = (await rows(centre)).filter(({ id }) => /^box:ZZ2\d{3}$/.test(id));
  return crowd.length === 500 ? crowd.map(({ value }) => value.rev.split('-')[0]) : [];
}
