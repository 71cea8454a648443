import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { RAMPUR } from '../cli/demo/demo-facilities.js';
import { makeDemos } from '../cli/demo/make-demo.js';
import { DEMO_CREW } from '../cli/demo/demo-staff.js';
import { typeNadi, type Outcome } from '../cli/type-nadi.js';
import type { StoreTrace } from '../central/stock/trace-store.js';
import { CENTRE_ROLE, SHARED_PLAN } from '../central/centre-databases.js';
import { workAt } from '../central/ensure/cluster.js';
import { prepareFacility } from '../central/facility-database.js';
import { prepareDatabase } from '../central/prepare-database.js';
import { Facility } from '../node-server/facility.js';
import { gatherEvidence } from '../node-server/stock-trace/gather-evidence.js';
import { readTail } from '../node-server/store/read-records.js';
import { facilityDatabase } from '../records/ids.js';
import type { LedgerRecord } from '../records/ledger-record.js';
import { findDoubts } from '../records/stock-trace/find-doubts.js';
import { traceStock } from '../records/stock-trace/trace-stock.js';
import { couchUnderTest } from './couch-under-test.js';
import { forgetBox } from './forget-box.js';
import { StockPouch } from './stock-pouch.js';

t.setTimeout(240_000);

const NOON = Date.parse('2026-11-21T06:30:00Z');
const PERIOD = { from: '20261119', to: '20261121' };
const SPAN = ['--from', '2026-11-19', '--to', '2026-11-21'];
const LIMITS = { adjustShare: 0.2, adjustUnits: 20 };
const PCM = 'paracetamol-tab-500mg';

/** Days of the demo's health centre, on a box of its own, with a centre to which its ledger goes. */
async function playBox(t: Test) {
  const box = `ZZ${randomInt(100_000, 999_999)}`;
  const folder = await mkdtemp(join(tmpdir(), 'nadi-trace-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const data = join(folder, 'box');
  const nowhere = { url: 'http://127.0.0.1:5984', user: box, password: 'x' };
  await makeDemos([{ facility: { ...RAMPUR, box }, folder: data, port: 0, centre: nowhere }], {
    ...{ host: '127.0.0.1', now: NOON, days: 6 },
  });
  const facility = await Facility.open({ folder: data, box, now: () => NOON + 3_600_000 });
  t.teardown(() => facility.stop());

  const couch = await couchUnderTest(t);
  await prepareFacility({ nano: couch.nano, box, password: 'one' });
  await prepareDatabase(await workAt(couch.nano), SHARED_PLAN);
  const reader = await couch.user([CENTRE_ROLE]);
  await writeFile(join(folder, 'password'), reader.password, { mode: 0o600 });
  const { origin } = new URL(couch.url);
  const login = ['--url', origin, '--user', reader.name, '--password-file', join(folder, 'password')];
  t.teardown(async () => {
    await forgetBox(couch.nano, box);
    const { _rev: rev = '' } = (await couch.ask('GET', `/shared/facility:${box}`)).body as { _rev?: string };
    if (rev) await couch.ask('DELETE', `/shared/facility:${box}?rev=${rev}`);
  });
  return {
    ...{ box, facility, couch },
    push: async () => {
      const remote = new StockPouch(`${origin}/${facilityDatabase(box)}`, {
        auth: { username: box, password: 'one' },
        skip_setup: true,
      });
      await facility.databases.records.replicate.to(remote);
    },
    nadi: (...args: string[]): Promise<Outcome> => typeNadi('central', 'stock', box, ...args, ...login),
  };
}

t.test(
  'the district traces each unit of a box to who gave it and for which visit, and what does not add up',
  async (t) => {
    const { box, facility, push, nadi, couch } = await playBox(t);
    const here = await gatherEvidence(facility, PERIOD);
    t.same(findDoubts(traceStock(here, PERIOD), LIMITS), [], 'what the stations wrote adds up');

    const [batch] = facility.stock.batches(PCM, '20261121');
    const { quantity = 0, ...name } = batch!;
    await facility.append({ by: DEMO_CREW.pharmacy }, (draft) => {
      draft.stock({ item: PCM, ...name, change: -30, kind: 'dispense' });
      draft.stock({ item: PCM, ...name, change: 40 - quantity, kind: 'adjust', reason: 'lost' });
    });
    await facility.append({ by: DEMO_CREW.vitals }, (draft) =>
      draft.stock({ item: PCM, ...name, change: -5, kind: 'return', reason: 'excess', source: 'DWH' }),
    );
    const patients: string[] = [];
    await readTail(facility.databases.records, 0, (record: LedgerRecord) => {
      if (record.type === 'patient') patients.push(record._id.slice('patient:'.length), record.name);
    });
    await push();

    const answer = await nadi(...SPAN, '--json');
    t.equal(answer.exit, 0, answer.err);
    const store = JSON.parse(answer.out) as StoreTrace;
    const stock = traceStock(await gatherEvidence(facility, PERIOD), PERIOD);
    t.strictSame(store.items, JSON.parse(JSON.stringify(stock.items)), 'the same as the box');
    t.same(
      store.doubts.map(({ kind, by, found }) => [kind, by, found]),
      [
        ['no-dispense-record', DEMO_CREW.pharmacy, 30],
        ['not-a-keeper', DEMO_CREW.vitals, 5],
        ['large-adjustment', DEMO_CREW.pharmacy, 10],
      ],
    );
    t.strictSame(store.doubts, findDoubts(stock, LIMITS));
    for (const { item, closing } of store.items) {
      const standing = facility.stock.allBatches(item).reduce((sum, { quantity: units }) => sum + units, 0);
      t.equal(closing, standing, `${item}: the closing balance is what stands on the box`);
    }
    const given = store.items.flatMap(({ movements }) => movements).filter(({ dispense }) => dispense);
    t.ok(given.length > 10);
    t.ok(given.every(({ visit, prescription }) => visit !== undefined && prescription?.startsWith(visit)));

    const one = await nadi(...SPAN, '--item', PCM);
    t.match(one.out, new RegExp(`visit:${box}:202611\\d\\d-\\d{3} rx:1`));
    t.match(one.out, /30 units went out as given to a patient, and no dispensing says so/);
    t.match((await nadi(...SPAN, '--item', PCM, '--language', 'hi')).out, /भंडार वाले|मरीज़ को दी/);
    const csv = await nadi(...SPAN, '--csv');
    t.equal(csv.out.trim().split('\n').length, store.items.flatMap(({ movements }) => movements).length + 1);
    for (const { out } of [answer, one, csv])
      t.notOk(
        patients.some((word) => out.includes(word)),
        'no patient is named',
      );
    t.match(JSON.parse((await nadi(...SPAN, '--item', 'ors-sachet', '--json')).out), { doubts: [] });

    await couch.ask('PUT', `/shared/facility:${box}`, {
      ...{
        type: 'facility',
        v: 1,
        code: box,
        name: { en: 'Own', hi: 'Own' },
        ownership: 'private',
        tenant: 'own',
      },
    });
    t.match(
      await nadi(...SPAN),
      { exit: 4, out: '', err: /private hospital/ },
      'a private house’s books are closed',
    );
  },
);

t.test('what was typed wrongly is named', async (t) => {
  const couch = await couchUnderTest(t);
  const folder = await mkdtemp(join(tmpdir(), 'nadi-trace-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const reader = await couch.user([CENTRE_ROLE]);
  await writeFile(join(folder, 'password'), reader.password, { mode: 0o600 });
  const { origin } = new URL(couch.url);
  const login = ['--url', origin, '--user', reader.name, '--password-file', join(folder, 'password')];
  const nadi = (...args: string[]): Promise<Outcome> => typeNadi('central', 'stock', ...args, ...login);
  t.match(await nadi('BR0000999'), { exit: 2, err: /no facility/ });
  t.match(await nadi('ZZ99999'), { exit: 3, err: /No ledger of ZZ99999.*nadi central boxes/s });
  t.match(await nadi(' zz99999B'), { exit: 3, err: /No ledger of ZZ99999/ }, 'a replaced box’s, too');
  t.match(await nadi('ZZ99999', '--from', '2026-13-01'), { exit: 2, err: /--from 2026-13-01/ });
});
