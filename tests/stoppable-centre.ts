import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Nano from 'nano';
import type { ServerScope } from 'nano';
import type { Test } from 'tap';
import { startEmbeddedCouch } from '../central/embedded-couch/start-embedded-couch.js';
import { prepareFacility } from '../central/facility-database.js';
import { facilityDatabase } from '../records/ids.js';
import { startBadLine } from './bad-line.js';
import { forgetBox } from './forget-box.js';
import { givenCouchdb } from './given-couchdb.js';
import { settle } from './settle.js';

export interface StoppableCentre {
  box: string;
  /** as the box reaches it; for `setUpFacility` */
  account: { url: string; user: string; password: string };
  start(): Promise<void>;
  stop(): Promise<void>;
  /** `id rev` of each record that the centre holds of the box, in order */
  records(): Promise<string[]>;
}

const ADMIN = { name: 'admin', password: 'admin' };
const PASSWORD = 'box-password';

/**
 * A centre that knows one box. The embedded one really stops and starts again; a real CouchDB (`NADI_COUCHDB_URL`)
 * cannot, so there the line to it is cut, and the box has a random name, for a real one keeps what was left.
 */
export async function startStoppableCentre(t: Test): Promise<StoppableCentre> {
  const real = givenCouchdb();
  return real === null ? embeddedCentre(t) : realCentre(t, real);
}

async function embeddedCentre(t: Test): Promise<StoppableCentre> {
  const folder = await mkdtemp(join(tmpdir(), 'nadi-centre-'));
  const options = { host: '127.0.0.1', folder, admin: ADMIN };
  let couch = await startEmbeddedCouch({ ...options, port: 0 });
  const port = Number(new URL(couch.url).port);
  t.teardown(async () => {
    await couch.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const nano = Nano(couch.url.replace('://', `://${ADMIN.name}:${ADMIN.password}@`));
  return {
    ...(await box(nano, 'BR1042', couch.url)),
    start: async () => {
      couch = await startEmbeddedCouch({ ...options, port });
    },
    stop: () => couch.stop(),
  };
}

async function realCentre(t: Test, url: string): Promise<StoppableCentre> {
  const nano = Nano(url);
  const line = await startBadLine(new URL(url).origin);
  const name = `BR${randomInt(10_000, 999_999)}`;
  t.teardown(async () => {
    await line.close();
    await forgetBox(nano, name);
  });
  return {
    ...(await box(nano, name, line.url)),
    start: () => Promise.resolve(line.set('open')),
    stop: () => Promise.resolve(line.set('cut')),
  };
}

async function box(
  nano: ServerScope,
  name: string,
  url: string,
): Promise<Pick<StoppableCentre, 'box' | 'account' | 'records'>> {
  await prepareFacility({ nano, box: name, password: PASSWORD });
  return {
    box: name,
    account: { url, user: name, password: PASSWORD },
    records: async () => {
      await settle();
      const { rows } = await nano.use(facilityDatabase(name)).list();
      return rows.filter(({ id }) => !id.startsWith('_design/')).map(({ id, value }) => `${id} ${value.rev}`);
    },
  };
}
