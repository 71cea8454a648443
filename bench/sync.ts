import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../templates/folder.js';
import { couchdbUrl } from '../tests/config.js';
import { cuts, deaths } from './sync/break-parts.js';
import type { ContenderName } from './sync/contender.js';
import { Lab, labTrouble } from './sync/lab-line.js';
import type { Bench, Outcome, Part } from './sync/part.js';
import { prepareDays } from './sync/prepared-records.js';
import { openProxyLine } from './sync/proxy-line.js';
import { inboxPull, seed } from './sync/pull-parts.js';
import { coldPush, warmPush } from './sync/push-parts.js';
import { idle, oneVisit } from './sync/quiet-parts.js';
import { printTable, summary } from './sync/report.js';
import { makeTrust, type StageSet } from './sync/stage.js';

// What does a day of a health centre cost on a bad line, by stock PouchDB and by ours, measured in one run?
//   make bench NAME=sync ARGS='--quick'            EDGE only, about three minutes
//   make bench NAME=sync ARGS='visit idle'         these parts only
//   make bench NAME=sync ARGS='--line proxy'       without network namespaces; bytes without headers
//   make bench NAME=sync ARGS='--lab PATH'         another lab.sh

const QUICK: Part[] = [
  coldPush({ profile: 'edge', who: 'stock', day: 'third', runs: 1 }),
  coldPush({ profile: 'edge', who: 'ours', day: 'third' }),
  coldPush({ profile: 'edge', who: 'ours' }),
  warmPush({ profile: 'edge', who: 'ours' }),
  inboxPull('ours'),
  oneVisit,
];
/** The long ones first, for several run at a time. */
const FULL: Part[] = [
  idle,
  cuts,
  coldPush({ profile: 'edge', who: 'stock', runs: 1 }),
  deaths,
  inboxPull('stock', 1),
  coldPush({ profile: 'vsat', who: 'stock', runs: 1 }),
  coldPush({ profile: '3g-poor', who: 'stock', runs: 1 }),
  coldPush({ profile: 'edge', who: 'tuned', runs: 1 }),
  seed,
  coldPush({ profile: 'flap-edge', who: 'ours' }),
  coldPush({ profile: 'edge', who: 'ours' }),
  warmPush({ profile: 'edge', who: 'ours' }),
  coldPush({ profile: 'edge', who: 'ours', day: 'whole' }),
  inboxPull('ours'),
  oneVisit,
  coldPush({ profile: 'vsat', who: 'ours' }),
  coldPush({ profile: '3g-poor', who: 'ours' }),
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    line: { type: 'string' },
    lab: { type: 'string', default: resolve(repositoryRoot(), '..', 'shared', 'linklab', 'lab.sh') },
    ours: { type: 'string', default: 'exchange' },
    runs: { type: 'string', default: '3' },
    'at-once': { type: 'string', default: '4' },
    'idle-minutes': { type: 'string', default: '20' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'nadi-bench-sync-'));
const trouble = values.line === 'proxy' ? 'as asked' : labTrouble(values.lab);
const lab = trouble === null ? new Lab(values.lab, folder) : null;
process.on('exit', () => {
  lab?.removeAll();
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

console.log(
  trouble === null
    ? `the line: packets between network namespaces, by ${values.lab}`
    : `the line: the built-in proxy (${trouble}); its bytes are TCP's payload, without headers`,
);
const couch = await bridgeToCouch(couchdbUrl());
const set: StageSet = {
  folder,
  openLine: (profile, luck) => lab?.open(profile, luck) ?? Promise.resolve(openProxyLine(profile, luck)),
  couch: couch?.reached ?? null,
  ...(await makeTrust(folder)),
};
const prepared = new Map<string, ReturnType<typeof prepareDays>>();
const bench: Bench = {
  set,
  ours: values.ours as ContenderName,
  runs: Number(values.runs),
  idleMinutes: Number(values['idle-minutes']),
  days: (count, kind) => {
    const key = `${count} ${kind}`;
    const days = prepared.get(key) ?? prepareDays(folder, count, kind);
    prepared.set(key, days);
    return days;
  },
};
const asked = positionals.length === 0 ? (values.quick ? QUICK : FULL) : FULL.filter(isAsked);
const outcomes = await runAll(asked, Number(values['at-once']));
couch?.server.close();
printTable(outcomes.flatMap(({ rows }) => rows));
console.log(
  JSON.stringify({
    line: lab ? 'packets' : 'proxy',
    ours: bench.ours,
    couchdb: couch ? 'real' : 'embedded',
    ...summary(Object.assign({}, ...outcomes.map(({ figures }) => figures)) as Record<string, number>),
  }),
);
process.exit();

function isAsked({ name }: Part): boolean {
  return positionals.some((part) => name.startsWith(part));
}

/** Several parts at a time, each on a line of its own: they wait far more than they work. */
async function runAll(parts: Part[], atOnce: number): Promise<Outcome[]> {
  const waiting = [...parts];
  const done: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let part = waiting.shift(); part; part = waiting.shift()) {
      const began = performance.now();
      try {
        done.push(await part.run(bench));
        console.log(`${part.name}: measured in ${Math.round((performance.now() - began) / 1_000)} s`);
      } catch (error) {
        process.exitCode = 1;
        console.log(`${part.name}: FAILED: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return done.sort((a, b) => order(a) - order(b));

  function order({ rows: [row] }: Outcome): number {
    return ['edge', '3g-poor', 'vsat', 'flap-edge', 'lan'].indexOf(row?.profile ?? 'lan');
  }
}

/** The centre's host cannot see this machine's loopback, but a file: CouchDB is reached through a Unix socket. */
async function bridgeToCouch(
  url: string | null,
): Promise<{ server: Server; reached: NonNullable<StageSet['couch']> } | null> {
  if (url === null) return null;
  const { hostname, port, username, password } = new URL(url);
  const socket = join(folder, 'couch.sock');
  const server = createServer((asking) => {
    const couchdb = connect(Number(port) || 5_984, hostname);
    asking.on('error', () => couchdb.destroy()).pipe(couchdb);
    couchdb.on('error', () => asking.destroy()).pipe(asking);
  }).listen(socket);
  await once(server, 'listening');
  return { server, reached: { socket, account: `${username}:${password}` } };
}
