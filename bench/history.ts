import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { issueCertificate } from '../node-server/tls/local-ca.js';
import { repositoryRoot } from '../templates/folder.js';
import type { Asked, HistoryAsker, Read } from './history/box-process.js';
import type { HistoryCentre } from './history/centre-process.js';
import { playUsualPatient } from './history/usual-patient.js';
import { Child } from './sync/child-process.js';
import { Lab, labTrouble } from './sync/lab-line.js';
import { openProxyLine } from './sync/proxy-line.js';
import { makeTrust } from './sync/stage.js';

// How long does a doctor wait on a poor 3G line for the history of somebody who has come 25 times in five years, by the
// gateway and by a stock PouchDB that reads the same documents by the same view?
//   make bench NAME=history ARGS='--runs 20'
//   make bench NAME=history ARGS='--line proxy'    without network namespaces

const PROFILE = '3g-poor';
const VISITS = 25;
const LIMIT_S = 2;
const PASSWORD = 'box-password';
const ASKER = 'BR0977';
const DAY_MS = 86_400_000;

const { values } = parseArgs({
  options: {
    line: { type: 'string' },
    lab: { type: 'string', default: resolve(repositoryRoot(), '..', 'shared', 'linklab', 'lab.sh') },
    runs: { type: 'string', default: '10' },
  },
});
const runs = Number(values.runs);
const folder = mkdtempSync(join(tmpdir(), 'nadi-bench-history-'));
const trouble = values.line === 'proxy' ? 'as asked' : labTrouble(values.lab);
const lab = trouble === null ? new Lab(values.lab, folder) : null;
process.on('exit', () => {
  lab?.removeAll();
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
console.log(lab ? `the line: packets, by ${values.lab}` : `the line: the built-in proxy (${trouble ?? ''})`);

const usual = await playUsualPatient(VISITS);
const file = join(folder, 'usual.json');
await writeFile(file, JSON.stringify(usual));
console.log(`${VISITS} visits in five years; ${usual.records.length} records in the ledger`);

const { ca, trust } = await makeTrust(folder);
const line = lab ? await lab.open(PROFILE, 1) : openProxyLine(PROFILE, 1);
const scriptOf = (name: string): string => fileURLToPath(new URL(`./history/${name}.js`, import.meta.url));
const centre = new Child<HistoryCentre>('centre', line.run('centre', scriptOf('centre-process')));
const box = new Child<HistoryAsker>('box', line.run('box', scriptOf('box-process'), trust));
const span = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) };
const { port } = await centre.ask('start', {
  ...{
    host: line.centreHost,
    spoolFolder: join(folder, 'spool'),
    usual: file,
    asker: ASKER,
    password: PASSWORD,
  },
  certificate: issueCertificate(ca, { dns: [], addresses: [line.centreHost] }, span),
});
const { host, port: reached } = await line.reach(port);
const asked: Asked = {
  ...{ url: `https://${host}:${reached}`, ca: ca.certificate, box: usual.box, asker: ASKER },
  ...{ patient: usual.patient, password: PASSWORD },
};

const ours = await measure('ours');
const cold = await measure('cold');
const stock = await measure('stock');
if (ours.records !== stock.records)
  throw new Error(`${ours.records} records by the gateway, ${stock.records} by PouchDB`);
console.log(`by the gateway ${say(ours)}, without a connection ${say(cold)}; by PouchDB ${say(stock)}`);
console.log(
  JSON.stringify({
    line: lab ? 'packets' : 'proxy',
    ...{ profile: PROFILE, visits: VISITS, records: ours.records, runs },
    ...{ median_s: round(ours.median), slowest_s: round(ours.slowest), kb: round(ours.kb) },
    within_2s: round(ours.within),
    ...{ cold_median_s: round(cold.median), cold_within_2s: round(cold.within) },
    ...{ stock_median_s: round(stock.median), stock_kb: round(stock.kb) },
    ...{ speedup: round(stock.median / ours.median), smaller: round(stock.kb / ours.kb) },
  }),
);
box.end();
centre.end();
await line.close();
process.exit();

interface Measured {
  records: number;
  median: number;
  slowest: number;
  /** share of the runs */
  within: number;
  /** thousand bytes on the line, both ways, a run */
  kb: number;
}

async function measure(who: 'ours' | 'cold' | 'stock'): Promise<Measured> {
  const before = await line.stats();
  const seconds: number[] = [];
  let records = 0;
  for (let run = 0; run < runs; run += 1) {
    const read: Read = await box.ask(who, asked);
    seconds.push(read.seconds);
    records = read.records;
  }
  const after = await line.stats();
  seconds.sort((a, b) => a - b);
  return {
    ...{ records, median: seconds[Math.floor(runs / 2)] ?? 0, slowest: seconds.at(-1) ?? 0 },
    within: seconds.filter((one) => one <= LIMIT_S).length / runs,
    kb: (after.up + after.down - before.up - before.down) / runs / 1_000,
  };
}

function say({ median, kb }: Measured): string {
  return `${round(median)} s, ${round(kb)} kB`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
