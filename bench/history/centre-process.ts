import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import Nano from 'nano';
import { CENTRE_DATABASES, CENTRE_ROLE } from '../../central/centre-databases.js';
import { workAt } from '../../central/ensure/cluster.js';
import { ensureUser } from '../../central/ensure/ensure-user.js';
import { prepareFacility } from '../../central/facility-database.js';
import { startGateway } from '../../central/gateway/start-gateway.js';
import { RECORDS_OF_PATIENT } from '../../central/history/history-design.js';
import { prepareDatabase } from '../../central/prepare-database.js';
import type { KeyedCertificate } from '../../node-server/tls/local-ca.js';
import { facilityDatabase, type PatientId } from '../../records/ids.js';
import type { CouchCommands } from '../gateway/couch-process.js';
import { Child, serveCommands } from '../sync/child-process.js';
import { startFront } from '../sync/front.js';
import type { UsualPatient } from './usual-patient.js';

// The centre's host: an embedded CouchDB with one usual patient, and the gateway, behind one TLS front.

export interface HistoryCentre {
  [name: string]: (argument: never) => Promise<unknown>;
  start(options: HistoryCentreOptions): Promise<{ port: number }>;
}

export interface HistoryCentreOptions {
  host: string;
  certificate: KeyedCertificate;
  spoolFolder: string;
  /** JSON of a UsualPatient */
  usual: string;
  /** who asks, and how it and the gateway log in */
  asker: string;
  password: string;
}

const ADMIN = { name: 'admin', password: 'bench' };

const commands: HistoryCentre = {
  start: async ({ host, certificate, spoolFolder, usual, asker, password }) => {
    const couch = new Child<CouchCommands>(
      'couch',
      fork(new URL('../gateway/couch-process.js', import.meta.url)),
    );
    const { url } = await couch.ask('start', ADMIN);
    const nano = Nano(url.replace('://', `://${ADMIN.name}:${ADMIN.password}@`));
    const work = await workAt(nano);
    for (const plan of CENTRE_DATABASES) await prepareDatabase(work, plan);
    const { box, patient, records } = JSON.parse(await readFile(usual, 'utf8')) as UsualPatient;
    for (const one of [box, asker]) await prepareFacility({ nano, box: one, password });
    await ensureUser(work, { name: 'nadi-gateway', roles: [CENTRE_ROLE], password });
    for (const code of [box, asker]) {
      const facility: object = {
        type: 'facility',
        code,
        name: { en: code },
        ownership: 'government',
        state: '10',
        district: '1',
      };
      await nano.use<object>('shared').insert(facility, `facility:${code}`);
    }
    const indexed: object = { type: 'patient', box, keys: [], facilities: [box], said: {} };
    await nano.use<object>('patients').insert(indexed, patient);
    await nano.use(facilityDatabase(box)).bulk({ docs: records });
    await buildView(patient);
    const account = { user: 'nadi-gateway', password };
    const gateway = await startGateway({ host: '127.0.0.1', port: 0, couchUrl: url, spoolFolder, account });
    const { port } = await startFront(host, certificate, [
      { prefix: '/history/', url: gateway.url },
      { prefix: '/', url },
    ]);
    return { port };

    /** At the centre it stands, too: somebody asks every minute. */
    async function buildView(of: PatientId): Promise<void> {
      await nano.request({
        db: facilityDatabase(box),
        path: RECORDS_OF_PATIENT,
        qs: { startkey: [of], limit: 1 },
      });
    }
  },
};

serveCommands(commands);
