import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SHARED_DATABASE, SUMMARIES_DATABASE } from '../central/centre-databases.js';
import { SUMMARIES_BY_KIND } from '../central/summaries/kinds-design.js';
import { SUMMARIES_BY_PLACE } from '../central/summaries/places-design.js';
import { REPORTED_DAYS } from '../central/summaries/reported-design.js';
import { SUMMARIES_BY_AREA } from '../central/summaries/summaries-design.js';
import { addDays, type Day } from '../records/day.js';
import { couchdbUrl } from '../tests/config.js';
import { clearRealCentre, openBenchCentre } from './centre/bench-centre.js';
import { SimulatedSummaries } from './centre/fill-summaries.js';
import { growthPower } from './centre/growth.js';
import { prepareRealDays, timeRouter, writeLedgers } from './centre/ledgers.js';
import { BenchPages, takenOf, timeEach, VIEWER, type Period, type Taken } from './centre/pages.js';
import { readArea } from '../central/summaries/read-area.js';
import { DISTRICT_CODES, simulatedFacilities, STATE } from './centre/places.js';
import { findRawRecords, indexRawRecords } from './centre/raw-records.js';
import { Random } from '../cli/demo/random.js';

// How long do the centre's pages take, and how does that grow with facilities and days? How many records a second does
// the router look through? And how much longer would the indicators take from the records themselves, by mango?
//   make bench NAME=centre
//   make bench NAME=centre ARGS='--facilities 200 --days 30'    in a minute

const { values } = parseArgs({
  options: {
    facilities: { type: 'string', default: '2000' },
    days: { type: 'string', default: '90' },
    /** facilities whose whole ledgers lie at the centre, and days in each */
    boxes: { type: 'string', default: '16' },
    'ledger-days': { type: 'string', default: '3' },
    /** how often each page is asked for */
    times: { type: 'string', default: '40' },
  },
});
const FACILITIES = Number(values.facilities);
const DAYS = Number(values.days);
const BOXES = Number(values.boxes);
const TIMES = Number(values.times);
/** A state with every facility that has a doctor, and five years. */
const ON_PAPER = { facilities: 12_000, days: 5 * 365 };
const LEDGER_DISTRICT = '999';

const folder = mkdtempSync(join(tmpdir(), 'nadi-bench-centre-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
const began = performance.now();
const say = (line: string): void =>
  console.log(`${((performance.now() - began) / 1_000).toFixed(0)} s  ${line}`);

say(`playing ${values['ledger-days']} days of a health centre with 150 visits each`);
const real = await prepareRealDays(folder, Number(values['ledger-days']), 'whole');
const lastDay = real.days.at(-1)?.day ?? '';
const centre = await openBenchCentre(couchdbUrl());
const { nano } = centre;

const boxes = Array.from({ length: BOXES }, (_, i) => `BR${990_000 + i}`);
const facilities = simulatedFacilities(FACILITIES);
const few = facilities.slice(0, Math.ceil(FACILITIES / 10));
const listed = [
  ...facilities,
  ...boxes.map((code) => ({ code, state: STATE, district: LEDGER_DISTRICT, block: '9999', kind: 'PHC' })),
].map((facility) => ({
  ...facility,
  ...{ _id: `facility:${facility.code}`, type: 'facility', v: 1, ownership: 'government', status: 'open' },
  name: { en: `Health Centre ${facility.code}` },
}));
for (let from = 0; from < listed.length; from += 1_000) {
  await nano.use(SHARED_DATABASE).bulk({ docs: listed.slice(from, from + 1_000) });
}

const simulated = new SimulatedSummaries(
  centre,
  real.days.map(({ count }) => count),
);
const random = new Random(7);
const pages = await BenchPages.open(centre, lastDay);
// The router's own days are kept apart from the simulated ones, which end the day before.
const days = Array.from({ length: DAYS }, (_, i) => addDays(lastDay, i - DAYS));
const month = days.slice(-Math.ceil(DAYS / 3));

interface Measured {
  facilities: number;
  days: number;
  stored: number;
  district: Taken;
  state: Taken;
}

async function measure(among: typeof facilities, over: Day[]): Promise<Measured> {
  const period: Period = { from: over[0] ?? '', to: over.at(-1) ?? '' };
  const indexing = performance.now();
  // First, and alone: an embedded CouchDB that indexes answers nobody in time.
  for (const view of [SUMMARIES_BY_AREA, SUMMARIES_BY_PLACE, SUMMARIES_BY_KIND, REPORTED_DAYS]) {
    await nano.request({ db: SUMMARIES_DATABASE, path: view, qs: { limit: 1, reduce: false } });
  }
  // CouchDB adds up while it indexes, the embedded one when it is asked the first time.
  for (const area of [STATE, ...DISTRICT_CODES.map((code) => `${STATE}/${code}`)]) {
    await pages.today(area);
    await pages.indicator(area, period);
  }
  const index = (performance.now() - indexing) / 1_000;
  // Each time a summary of the last days has just been written again, as at any centre at work.
  const change = (): Promise<unknown> => simulated.rewrite(random.pick(among), random.pick(over.slice(-3)));
  const kinds: Record<string, (area: string) => Promise<string>> = {
    today: (area) => pages.today(area),
    indicators: (area) => pages.indicators(area, period),
    indicator: (area) => pages.indicator(area, period),
    map: (area) => pages.map(area),
    referrals: (area) => pages.referrals(area, period),
  };
  const timeKinds = async (areaOf: (time: number) => string): Promise<Taken> => {
    const all: number[] = [];
    const told: string[] = [];
    for (const [kind, show] of Object.entries(kinds)) {
      const { p50, p95, ms } = await timeEach(TIMES, change, (time) => show(areaOf(time)));
      all.push(...ms);
      told.push(`${kind} ${p50.toFixed(0)}/${p95.toFixed(0)}`);
    }
    say(`  ${areaOf(0) === STATE ? 'state' : 'district'} p50/p95 in ms: ${told.join(', ')}`);
    return takenOf(all);
  };
  const state = await timeKinds(() => STATE);
  const district = await timeKinds(
    (time) => `${STATE}/${DISTRICT_CODES[time % DISTRICT_CODES.length] ?? ''}`,
  );
  const measured = {
    ...{ facilities: among.length, days: over.length, stored: simulated.stored },
    ...{ district, state },
  };
  say(
    `${among.length} facilities, ${over.length} days: district p50 ${district.p50.toFixed(0)}, p95 ${district.p95.toFixed(0)} ms; ` +
      `state p50 ${state.p50.toFixed(0)}, p95 ${state.p95.toFixed(0)} ms; indexed, and each page shown once, in ${index.toFixed(1)} s`,
  );
  return measured;
}

const nothing = (): Promise<void> => Promise.resolve();

async function route(own: string[]): Promise<number> {
  const written = await writeLedgers(centre, own, real);
  const { seconds, copied } = await timeRouter(centre);
  say(
    `router: ${written} records of ${own.length} boxes, of which it wants ${copied}, in ${seconds.toFixed(1)} s, beside ${simulated.stored} summaries`,
  );
  return written / seconds;
}

async function fill(among: typeof facilities, over: Day[]): Promise<void> {
  let told = 0;
  say(`writing ${among.length * over.length} summaries`);
  await simulated.fill(among, over, (share) => {
    if (share < told + 0.25 || share === 1) return;
    told += 0.25;
    say(`  ${Math.round(share * 100)} %`);
  });
}

await fill(few, month);
const small = await measure(few, month);
const routedSmall = await route(boxes.slice(0, BOXES / 2));
await fill(few, days.slice(0, -month.length));
const long = await measure(few, days);
await fill(facilities.slice(few.length), days);
const large = await measure(facilities, days);
const routedLarge = await route(boxes.slice(BOXES / 2));

say(`the indicators of ${BOXES} facilities and ${real.days.length} days, from summaries and from records`);
await indexRawRecords(centre, boxes);
const ledgers = { state: STATE, district: LEDGER_DISTRICT };
const ledgerDays = { from: real.days[0]?.day ?? '', to: lastDay };
const { total } = await readArea(nano, ledgers, ledgerDays);
const opd = total.figures['opd'] ?? 0;
const fromSummaries = await timeEach(TIMES, nothing, () =>
  pages.indicators(`${STATE}/${LEDGER_DISTRICT}`, ledgerDays),
);
let raw = { read: 0, visits: 0 };
const fromRecords = await timeEach(2, nothing, async () => {
  raw = await findRawRecords(centre, boxes, ledgerDays);
});
say(
  `page ${fromSummaries.p50.toFixed(0)} ms, p95 ${fromSummaries.p95.toFixed(0)} ms; mango ${fromRecords.p50.toFixed(0)} ms for ${raw.read} records; OPD ${opd} and ${raw.visits} visits`,
);
if (opd !== raw.visits) throw new Error('summaries and records do not say the same');
const mb = await centre.memory();
if (centre.isReal) await clearRealCentre(centre, boxes, [VIEWER.name]);

/** Of the middle times: the slowest twentieth grow with whatever else the machine does. */
const power = (before: Measured, after: Measured, page: 'district' | 'state'): number =>
  growthPower(
    { stored: before.stored, took: before[page].p50 },
    { stored: after.stored, took: after[page].p50 },
  );
const growth = Math.max(power(small, large, 'district'), power(small, large, 'state'));
/**
 * Computed and not measured. It assumes that
 * - a page asks for as many sums whatever is stored (`tests/state-page.couchdb.test.ts`), of the periods measured here;
 * - what a page does with the directory in memory goes on to grow as it did from a tenth of the facilities to all;
 * - years that nobody asks about make CouchDB's trees deeper, and nothing else: every step then costs as much as here.
 * The last is only true of a CouchDB that finds its index in memory; from disk, and from a cluster, nobody knows. Nor does it
 * say how long one that starts takes to read the directory, and from when to when each facility reported.
 */
const onPaper = (page: 'district' | 'state'): number =>
  large[page].p95 *
  (ON_PAPER.facilities / FACILITIES) ** Math.max(0, power(long, large, page)) *
  (Math.log(ON_PAPER.facilities * ON_PAPER.days) / Math.log(large.stored));
say(
  `on paper, computed and not measured: ${ON_PAPER.facilities} facilities and five years are ` +
    `${((ON_PAPER.facilities * ON_PAPER.days) / 1e6).toFixed(1)} million summaries; ` +
    `district ${onPaper('district').toFixed(0)} ms, state ${onPaper('state').toFixed(0)} ms`,
);
const figures = {
  ...{ facilities: FACILITIES, days: DAYS, summaries: large.stored },
  district_p95_ms: large.district.p95,
  state_p95_ms: large.state.p95,
  district_p50_ms: large.district.p50,
  state_p50_ms: large.state.p50,
  router_per_s: routedLarge,
  growth,
  growth_district_days: power(small, long, 'district'),
  growth_state_days: power(small, long, 'state'),
  growth_district_facilities: power(long, large, 'district'),
  growth_state_facilities: power(long, large, 'state'),
  router_ratio: routedLarge / routedSmall,
  speedup: fromRecords.p50 / fromSummaries.p50,
  paper_district_ms: onPaper('district'),
  paper_state_ms: onPaper('state'),
  seconds: (performance.now() - began) / 1_000,
  ...(mb === null ? {} : { couch_mb: mb }),
};
const rounded = Object.entries(figures).map(([name, value]) => [name, Math.round(value * 100) / 100]);
console.log(JSON.stringify({ couchdb: centre.isReal ? 'real' : 'embedded', ...Object.fromEntries(rounded) }));
process.exit(0);
