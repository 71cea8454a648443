import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { BoxId } from '../records/ids.js';
import type { Role } from '../records/people.js';
import { asElsewhere } from '../node-server/access/as-elsewhere.js';
import { LookKeeper } from '../node-server/access/look-keeper.js';
import { Facility } from '../node-server/facility.js';
import { HistoryDesk } from '../node-server/history/history-desk.js';
import { KeptHistories } from '../node-server/history/kept-histories.js';
import { hashPassword } from '../node-server/password.js';
import { PasswordBook } from '../node-server/password-book.js';
import { buildServer } from '../node-server/server.js';
import { stationPages } from '../node-server/stations.js';
import { startReplication } from '../sync/replicate.js';
import { HURRIED, PATIENCE } from './exchange-journey.js';
import { HttpUser } from './http-user.js';
import { reportsOnly } from './sample-parts.js';
import { QUICK_COST } from './quick-cost.js';

const PASSWORD = 'नदी-pulse-42';
const STAFF: [id: string, hi: string, en: string, roles: Role[]][] = [
  ['asha', 'आशा कुमारी', 'Asha Kumari', ['clerk']],
  ['dr.rao', 'डॉ. राव', 'Dr Rao', ['doctor']],
  ['incharge', 'प्रभारी', 'In-charge', ['incharge', 'doctor']],
];

/** A box with its pages, its store and its sync, for journeys between facilities. */
export interface HistoryBox {
  box: BoxId;
  facility: Facility;
  desk: HistoryDesk;
  kept: KeptHistories;
  logIn(name: string): Promise<HttpUser>;
  /** writes the looks until now, and exchanges with the centre */
  sync(): Promise<void>;
}

let hash: Promise<string> | undefined;

export async function openHistoryBox(
  t: Test,
  box: BoxId,
  { gateway, password, clock }: { gateway: string; password: string; clock: { now: number } },
): Promise<HistoryBox> {
  const folder = await mkdtemp(join(tmpdir(), `nadi-${box}-`));
  const facility = await Facility.open({ folder, box, now: () => clock.now });
  const centre = { url: 'http://127.0.0.1:9', user: box, password, gateway };
  await facility.append({ by: 'asha' }, (draft) => {
    draft.facility({ name: { hi: `केंद्र ${box}`, en: `PHC ${box}` }, level: 'PHC' });
    for (const [staff, hi, en, roles] of STAFF) draft.staff({ staff, name: { hi, en }, roles, active: true });
  });
  const kept = await KeptHistories.open(folder, () => clock.now);
  const onTrouble = (error: unknown): void => {
    throw error;
  };
  const desk = new HistoryDesk({ facility, kept, centre, patience: HURRIED, onTrouble });
  const looks = new LookKeeper({
    append: (saving, build) => facility.append(saving, build),
    as: (by, patients) => asElsewhere(box, patients, facility.staff.find(by)),
    monotonic: () => clock.now,
    onTrouble,
  });
  const encoded = await (hash ??= hashPassword(PASSWORD, QUICK_COST));
  const server = await buildServer(facility, {
    sessionKey: 'a key for tests that is long enough, surely',
    passwords: new PasswordBook(() => Promise.resolve(encoded)),
    stations: stationPages(facility, { ...reportsOnly(facility), history: desk }),
    looks,
  });
  await server.start();
  const users: HttpUser[] = [];
  t.teardown(async () => {
    for (const user of users) user.close();
    await server.stop({ timeout: 1_000 });
    await looks.stop();
    await desk.close();
    await kept.close();
    await facility.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    ...{ box, facility, desk, kept },
    async logIn(name) {
      const user = new HttpUser(server.info.uri);
      users.push(user);
      await user.logIn(name, PASSWORD);
      await user.post('/language', { 'switch-language': 'en', back: '/' });
      return user;
    },
    async sync() {
      // The answer is there a moment before the server has heard that it went out.
      await new Promise((resolve) => setTimeout(resolve, 30));
      await looks.flush();
      const replication = startReplication({
        ...{ ...facility.databases, centre, box, now: () => clock.now, retry: () => 20, patience: HURRIED },
        log: { info: () => undefined, warn: () => undefined },
      });
      try {
        const state = await replication.syncNow(PATIENCE);
        if (state.kind !== 'up-to-date') throw new Error(JSON.stringify(state));
      } finally {
        await replication.stop();
      }
    },
  };
}
