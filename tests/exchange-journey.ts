import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import Nano, { type ServerScope } from 'nano';
import type { Test } from 'tap';
import { prepareFacility } from '../central/facility-database.js';
import type { GatewayEntry, GatewayOptions } from '../central/gateway/gateway.js';
import { startGateway, type RunningGateway } from '../central/gateway/start-gateway.js';
import { openDatabases, type Databases } from '../node-server/store/databases.js';
import { facilityDatabase, visitId } from '../records/ids.js';
import { startReplication, type Replication } from '../sync/replicate.js';
import type { ReplicationOptions } from '../sync/replication-options.js';
import { couchdbUrl } from './config.js';
import { forgetBox } from './forget-box.js';
import { openCentre } from './open-centre.js';
import { startCutLine, type CutLine } from './cut-line.js';

export const PASSWORD = 'box-password';
/** A CouchDB that was given may be three nodes on one small machine, which are silent for longer. */
const SLOWER = couchdbUrl() === null ? 1 : 5;
export const HURRIED = {
  connectMs: SLOWER * 1_000,
  secureMs: SLOWER * 1_000,
  silenceMs: SLOWER * 4_000,
  unansweredMs: SLOWER * 4_000,
  idleTalkMs: SLOWER * 60_000,
  withoutProgressMs: SLOWER * 30_000,
};
export const PATIENCE = { timeoutMs: SLOWER * 60_000 };

export interface ExchangeJourney {
  box: string;
  nano: ServerScope;
  databases: Databases;
  /** between box and gateway */
  line: CutLine;
  /** what the gateway logged */
  entries: GatewayEntry[];
  /** ends the gateway and starts another one at the same address, which remembers nothing */
  restartGateway(): Promise<void>;
  start(options?: Partial<ReplicationOptions>): Replication;
  write(count: number): Promise<void>;
}

/** @param centre a CouchDB with the admin's account in it, where the gateway reaches it by another address */
export async function setOut(
  t: Test,
  { centre, ...given }: Partial<Pick<GatewayOptions, 'most' | 'couchUrl'>> & { centre?: string } = {},
): Promise<ExchangeJourney> {
  const url = centre ?? (await openCentre(t));
  const nano = Nano(url);
  const box = `BR${randomInt(10_000, 999_999)}`;
  const folder = await mkdtemp(join(tmpdir(), 'nadi-exchange-'));
  const { origin } = new URL(url);
  const entries: GatewayEntry[] = [];
  const begin = (port: number): Promise<RunningGateway> =>
    startGateway({
      port,
      host: '127.0.0.1',
      couchUrl: origin,
      spoolFolder: join(folder, 'spool'),
      log: (entry) => entries.push(entry),
      ...given,
    });
  let gateway = await begin(0);
  const line = await startCutLine(gateway.url);
  await prepareFacility({ nano, box, password: PASSWORD });
  const databases = await openDatabases(join(folder, 'box'));
  const running: Replication[] = [];
  let written = 0;
  t.teardown(async () => {
    await Promise.all(running.map((replication) => replication.stop()));
    await line.close();
    await gateway.stop();
    await Promise.all(Object.values(databases).map((database: PouchDB.Database) => database.close()));
    await forgetBox(nano, box);
    await rm(folder, { recursive: true, force: true });
  });
  return {
    box,
    nano,
    databases,
    line,
    entries,
    restartGateway: async () => {
      await gateway.stop();
      gateway = await begin(Number(gateway.server.info.port));
    },
    start: (options = {}) => {
      const replication = startReplication({
        ...databases,
        // Nothing answers there: whatever arrives came through the gateway.
        centre: { url: 'http://127.0.0.1:9', user: box, password: PASSWORD, gateway: line.url },
        box,
        now: () => Date.now(),
        retry: () => 20,
        log: { info: () => undefined, warn: () => undefined },
        patience: HURRIED,
        ...options,
      });
      running.push(replication);
      return replication;
    },
    write: async (count) => {
      const records = Array.from({ length: count }, () => visit(box, (written += 1)));
      await databases.records.bulkDocs(records as never[]);
    },
  };
}

export function visit(box: string, n: number): object {
  const at = new Date(Date.parse('2026-11-21T03:30:00.000Z') + n * 1_000).toISOString();
  const words = `बुखार ${randomInt(1e9)}`;
  return { _id: visitId(box, '20261121', n), type: 'visit', n, at, by: 'sunita', v: 1, words };
}

export async function atCentre({ nano, box }: ExchangeJourney): Promise<string[]> {
  const { rows } = await nano.use(facilityDatabase(box)).list();
  return rows.filter(({ id }) => !id.startsWith('_design/')).map(({ id, value }) => `${id} ${value.rev}`);
}

/**
 * Holds that the centre has what the box has, and nothing else. Of a real cluster any copy may answer, also one that is
 * behind: it is given some seconds, and what was lost or stands twice stays so.
 */
export async function standsAtCentre(
  t: Test,
  journey: ExchangeJourney,
  message = 'the centre has what the box has',
): Promise<void> {
  const here = await onBox(journey);
  let there = await atCentre(journey);
  for (let tries = 0; couchdbUrl() !== null && tries < 40 && !isDeepStrictEqual(there, here); tries += 1) {
    await pause(500);
    there = await atCentre(journey);
  }
  t.same(there, here, message);
}

export async function onBox({ databases }: ExchangeJourney): Promise<string[]> {
  const { rows } = await databases.records.allDocs();
  return rows.flatMap((row) => ('value' in row ? [`${row.id} ${row.value.rev}`] : []));
}
