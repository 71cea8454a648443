import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Nano, { type ServerScope } from 'nano';
import type { Test } from 'tap';
import { prepareFacility } from '../central/facility-database.js';
import { startGateway } from '../central/gateway/start-gateway.js';
import { makeCentreKeys, type CentreKeys } from '../central/stick/centre-keys.js';
import { takeSticks, type TakenSticks } from '../central/stick/take-sticks.js';
import { exportToStick, importFromStick } from '../cli/tasks/carry-sticks.js';
import { changeCentre, changeCentreKey } from '../node-server/box-folder/change-settings.js';
import { outcome } from '../node-server/audit/sealed-box.js';
import { setUpFacility } from '../node-server/set-up.js';
import { startFacility, type RunningFacility } from '../node-server/start.js';
import type { ExportResult, ImportResult } from '../node-server/stick/stick-api.js';
import { facilityDatabase, inboxDatabase } from '../records/ids.js';
import { centreKeyLine } from '../sync/stick/centre-key.js';
import { forgetBox } from './forget-box.js';
import { openCentre } from './open-centre.js';
import { rampur } from './rampur.js';
import { settle } from './settle.js';

const PASSWORD = 'box-password';

/** A box and a centre between which nothing but sticks is carried, until a line is laid. */
export interface StickJourney {
  /** of the CouchDB, with the admin's account in it */
  url: string;
  box: string;
  /** the data folder */
  data: string;
  nano: ServerScope;
  keys: CentreKeys;
  running(): RunningFacility;
  /** an empty stick */
  stick(): Promise<string>;
  slips(count: number): Promise<void>;
  write(to: string, papers?: boolean): Promise<ExportResult>;
  /** the centre takes these in; the box's key is accepted the first time */
  atCentre(...paths: string[]): Promise<TakenSticks>;
  take(from: string): Promise<ImportResult>;
  /** from here on the box has a line to the centre's gateway */
  layLine(): Promise<void>;
  /** `id revision` of the box's ledger, here and there */
  ledgers(): Promise<{ here: string[]; there: string[] }>;
  /** the same of what comes down */
  news(): Promise<{ here: string[]; there: string[] }>;
}

/**
 * @param same a journey whose centre this box has, too
 * @param centre a CouchDB with the admin's account in it, where sticks are taken in by another address
 */
export async function setOutWithSticks(
  t: Test,
  same?: StickJourney,
  centre?: { url: string; couchUrl: string },
): Promise<StickJourney> {
  const url = same?.url ?? centre?.url ?? (await openCentre(t));
  const nano = Nano(url);
  const { origin, username, password } = new URL(url);
  const box = `BR${randomInt(10_000, 999_999)}`;
  const folder = await mkdtemp(join(tmpdir(), 'nadi-sticks-'));
  const data = join(folder, 'box');
  await prepareFacility({ nano, box, password: PASSWORD });
  await setUpFacility(rampur(data, box));
  const keys = same?.keys ?? (await makeCentreKeys(join(folder, 'keys'))).keys;
  await changeCentreKey(data, centreKeyLine(keys.public));
  let running = await startFacility({ folder: data });
  const undo: (() => Promise<unknown>)[] = [];
  t.teardown(async () => {
    await running.stop();
    for (const one of undo) await one();
    await forgetBox(nano, box);
    await rm(folder, { recursive: true, force: true });
  });
  let sticks = 0;
  let signedBy = '';
  return {
    url,
    box,
    data,
    nano,
    keys,
    running: () => running,
    stick: async () => {
      const path = join(folder, `stick-${(sticks += 1)}`);
      await mkdir(path);
      return path;
    },
    slips: async (count) => {
      for (let i = 0; i < count; i += 1) {
        await running.facility.append({ by: 'asha' }, (draft) => {
          const { _id: patient } = draft.patient({ name: `सुनीता ${i}`, sex: 'female', birthDate: '1988' });
          draft.visit({ patient, kind: 'new', station: 'vitals' });
        });
      }
    },
    write: async (to, papers = false) => {
      const made = await outcome(exportToStick(data, to, papers));
      ({ signedBy } = made);
      return made;
    },
    atCentre: (...paths) =>
      outcome(
        takeSticks({
          paths,
          url: centre?.couchUrl ?? origin,
          user: decodeURIComponent(username),
          password: decodeURIComponent(password),
          keys,
          accept: [signedBy],
          now: Date.now,
        }),
      ),
    take: (from) => outcome(importFromStick(data, from)),
    layLine: async () => {
      const gateway = await startGateway({
        port: 0,
        host: '127.0.0.1',
        couchUrl: origin,
        spoolFolder: join(folder, 'spool'),
      });
      undo.push(() => gateway.stop());
      await running.stop();
      await changeCentre(data, { url: origin, user: box, password: PASSWORD, gateway: gateway.url });
      running = await startFacility({ folder: data });
    },
    ledgers: async () => {
      await settle();
      return {
        here: await revisions(running.facility.databases.records),
        there: await revisionsAt(nano, facilityDatabase(box)),
      };
    },
    news: async () => {
      await settle();
      const { shared, inbox } = running.facility.databases;
      return {
        here: [...(await revisions(shared)), ...(await revisions(inbox))],
        there: [...(await revisionsAt(nano, 'shared')), ...(await revisionsAt(nano, inboxDatabase(box)))],
      };
    },
  };
}

async function revisions(database: PouchDB.Database): Promise<string[]> {
  const { rows } = await database.allDocs();
  return rows.flatMap((row) => ('value' in row ? [`${row.id} ${row.value.rev}`] : []));
}

async function revisionsAt(nano: ServerScope, database: string): Promise<string[]> {
  const { rows } = await nano.use(database).list();
  return rows.filter(({ id }) => !id.startsWith('_design/')).map(({ id, value }) => `${id} ${value.rev}`);
}
