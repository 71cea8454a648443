import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Nano, { type ServerScope } from 'nano';
import { prepareFacility } from '../central/facility-database.js';
import { facilityDatabase, inboxDatabase, papersDatabase } from '../records/ids.js';
import { couchdbUrl } from '../tests/config.js';
import { bring, packFor } from './gateway/crowd.js';
import type { CouchCommands } from './gateway/couch-process.js';
import type { GatewayCommands } from './gateway/gateway-process.js';
import { Child, type Commands } from './sync/child-process.js';
import { prepareDays, type DayKind } from './sync/prepared-records.js';

// How does the gateway bear 500 boxes that come at once? Each brings a bundle; those that it sends away come again. In the
// end each compares the centre's count and sum with its own.
//   make bench NAME=gateway
//   make bench NAME=gateway ARGS='--boxes 500 --day whole'    a whole day of each; for a real CouchDB

const { values } = parseArgs({
  options: {
    boxes: { type: 'string', default: '500' },
    /** few: ten visits; third, plain: 150 visits; whole: with access records */
    day: { type: 'string', default: 'few' },
    /** exchanges at once, before the gateway sends boxes away */
    most: { type: 'string', default: '64' },
    minutes: { type: 'string', default: '10' },
  },
});
const PASSWORD = 'box-password';
const ADMIN = { name: 'admin', password: 'bench' };
/** far from any real facility's number */
const FIRST_BOX = 990_000;
const AT_ONCE = 8;

const folder = mkdtempSync(join(tmpdir(), 'nadi-bench-gateway-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const names = Array.from({ length: Number(values.boxes) }, (_, i) => `BR${FIRST_BOX + i}`);
const records = await prepareDays(folder, 1, values.day as DayKind);
console.log(`packing ${records.length} records for each of ${names.length} boxes`);
const crowd = await Promise.all(names.map((name) => packFor(name, records)));
const bytes = crowd.reduce((sum, { bundle }) => sum + bundle.bytes.length, 0);

const real = couchdbUrl();
const couchUrl = real ? withoutAccount(real) : (await start<CouchCommands>('couch').ask('start', ADMIN)).url;
const nano = Nano(real ?? couchUrl.replace('://', `://${ADMIN.name}:${ADMIN.password}@`));
console.log(`preparing them in the ${real ? 'real' : 'embedded'} CouchDB`);
await eachOf(names, (box) => prepareFacility({ nano, box, password: PASSWORD }));

const gateway = start<GatewayCommands>('gateway');
const { url } = await gateway.ask('start', {
  couchUrl,
  spoolFolder: join(folder, 'spool'),
  most: Number(values.most),
});
const before = await gateway.ask('usage', null);
const signal = AbortSignal.timeout(Number(values.minutes) * 60_000);
const began = performance.now();
const outcomes = await Promise.all(crowd.map((box) => bring(box, { url, password: PASSWORD }, signal)));
const seconds = (performance.now() - began) / 1_000;
const after = await gateway.ask('usage', null);

// Those whose time was over before still have what they did not send.
const through = names.filter((_, i) => outcomes[i]?.agrees);
let lost = 0;
await eachOf([...through], async (name) => {
  const { rows } = await nano.use(facilityDatabase(name)).list();
  lost += records.length - rows.filter(({ id }) => !id.startsWith('_design/')).length;
});
if (real) await eachOf(names, (name) => remove(nano, name));

const sum = (pick: (outcome: (typeof outcomes)[number]) => number): number =>
  outcomes.reduce((total, outcome) => total + pick(outcome), 0);
const figures = {
  boxes: names.length,
  records_each: records.length,
  kb_each: bytes / names.length / 1_000,
  boxes_per_s: through.length / seconds,
  records_per_s: (through.length * records.length) / seconds,
  seconds,
  shed: sum(({ shed }) => shed),
  failed: sum(({ failed }) => failed),
  boxes_that_agree: through.length,
  lost_records: lost,
  gateway_mb_before: before.peakMb,
  gateway_mb_peak: after.peakMb,
  gateway_cpu_ms_a_box: ((after.cpuS - before.cpuS) * 1_000) / names.length,
  couch_share: after.couchS / after.exchangesS,
};
const rounded = Object.entries(figures).map(([name, value]) => [name, Math.round(value * 100) / 100]);
console.log(JSON.stringify({ couchdb: real ? 'real' : 'embedded', ...Object.fromEntries(rounded) }));
process.exit(lost === 0 && through.length === names.length ? 0 : 1);

function start<C extends Commands>(name: 'couch' | 'gateway'): Child<C> {
  const script = fileURLToPath(new URL(`./gateway/${name}-process.js`, import.meta.url));
  // The embedded CouchDB keeps a day of each box in memory.
  return new Child<C>(
    name,
    fork(script, { execArgv: name === 'couch' ? ['--max-old-space-size=12288'] : [] }),
  );
}

async function eachOf(boxes: string[], work: (box: string) => Promise<unknown>): Promise<void> {
  const [first, ...waiting] = boxes;
  // Alone: it makes what all share.
  if (first !== undefined) await work(first);
  const one = async (): Promise<void> => {
    for (let box = waiting.shift(); box; box = waiting.shift()) await work(box);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

async function remove(centre: ServerScope, box: string): Promise<void> {
  for (const name of [facilityDatabase(box), inboxDatabase(box), papersDatabase(box)])
    await centre.db.destroy(name).catch(() => undefined);
  const user = await centre.use('_users').get(`org.couchdb.user:${box}`);
  await centre.use('_users').destroy(user._id, user._rev);
}

function withoutAccount(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}
