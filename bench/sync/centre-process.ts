import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import Nano, { type MaybeDocument, type ServerScope } from 'nano';
import { prepareFacility } from '../../central/facility-database.js';
import { startGateway } from '../../central/gateway/start-gateway.js';
import type { KeyedCertificate } from '../../node-server/tls/local-ca.js';
import { facilityDatabase, inboxDatabase, papersDatabase } from '../../records/ids.js';
import type { CouchCommands } from '../gateway/couch-process.js';
import { Child, serveCommands } from './child-process.js';
import { startFront, type Front, type FrontCounts } from './front.js';

// The centre of one measurement, in a process and on a host of its own: CouchDB and what stands before it.

export interface CentreCommands {
  [name: string]: (argument: never) => Promise<unknown>;
  start(options: CentreOptions): Promise<{ port: number }>;
  prepare(account: { box: string; password: string }): Promise<null>;
  fill(what: { database: string; documents: object[] }): Promise<null>;
  /** documents without design documents */
  count(database: string): Promise<number>;
  counts(nothing: null): Promise<FrontCounts>;
  /** what stands there in a box's name */
  remove(box: string): Promise<null>;
}

export interface CentreOptions {
  host: string;
  certificate: KeyedCertificate;
  /** how a real CouchDB is reached from this host, which cannot see the machine's own loopback; null: the embedded one */
  couch: { socket: string; account: string } | null;
  /** for the gateway's unfinished bundles */
  spoolFolder: string;
}

const ADMIN = { name: 'admin', password: 'bench' };
const FILL = 1_000;
let nano: ServerScope;
let front: Front;

const commands: CentreCommands = {
  start: async ({ host, certificate, couch, spoolFolder }) => {
    const url = couch ? await relay(couch.socket) : await embedded();
    nano = Nano(url.replace('://', `://${couch?.account ?? `${ADMIN.name}:${ADMIN.password}`}@`));
    const account = couch ? accountIn(couch.account) : { user: ADMIN.name, password: ADMIN.password };
    const gateway = await startGateway({ host: '127.0.0.1', port: 0, couchUrl: url, spoolFolder, account });
    front = await startFront(host, certificate, [
      { prefix: '/exchange/', url: gateway.url },
      { prefix: '/', url },
    ]);
    return { port: front.port };
  },
  prepare: async ({ box, password }) => {
    await prepareFacility({ nano, box, password });
    return null;
  },
  fill: async ({ database, documents }) => {
    for (let at = 0; at < documents.length; at += FILL) {
      const docs = documents.slice(at, at + FILL).map(withRevision) as MaybeDocument[];
      const answers = await nano.use(database).bulk({ docs, new_edits: false });
      const refused = answers.find(({ error }) => error !== undefined);
      if (refused) throw new Error(`${database} refuses ${refused.id}: ${refused.reason ?? ''}`);
    }
    return null;
  },
  count: async (database) => {
    const { rows } = await nano.use(database).list();
    return rows.filter(({ id }) => !id.startsWith('_design/')).length;
  },
  counts: () => Promise.resolve(front.counts),
  remove: async (box) => {
    for (const database of [facilityDatabase(box), inboxDatabase(box), papersDatabase(box)]) {
      await nano.db.destroy(database).catch(() => undefined);
    }
    const user = await nano.use('_users').get(`org.couchdb.user:${box}`);
    await nano.use('_users').destroy(user._id, user._rev);
    return null;
  },
};

/** As a real CouchDB makes them, unlike PouchDB: of what nobody else can know, so that they have to travel. */
function withRevision(document: object): object {
  return {
    ...document,
    _rev: `1-${createHash('md5')
      .update(`salt ${JSON.stringify(document)}`)
      .digest('hex')}`,
  };
}

/** In a process of its own, as a real one is: what it works on holds up nothing else. */
async function embedded(): Promise<string> {
  const couch = new Child<CouchCommands>(
    'couch',
    fork(new URL('../gateway/couch-process.js', import.meta.url)),
  );
  return (await couch.ask('start', ADMIN)).url;
}

function accountIn(text: string): { user: string; password: string } {
  const [user = '', password = ''] = text.split(':').map(decodeURIComponent);
  return { user, password };
}

async function relay(path: string): Promise<string> {
  const server = createServer((socket) => {
    const onward = connect(path);
    socket.on('error', () => onward.destroy()).pipe(onward);
    onward.on('error', () => socket.destroy()).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

serveCommands(commands);
