import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Server } from '@hapi/hapi';
import type { Demographics, Role } from '../records/people.js';
import type { PatientId } from '../records/ids.js';
import type { Workflow } from '../records/workflow.js';
import { loadReference, type Reference } from '../templates/reference.js';
import { loadWorkflow } from '../templates/workflow.js';
import { Facility } from '../node-server/facility.js';
import type { StationPages } from '../node-server/frame-context.js';
import { hashPassword } from '../node-server/password.js';
import { PasswordBook } from '../node-server/password-book.js';
import { buildServer } from '../node-server/server.js';
import { HttpUser } from './http-user.js';
import { QUICK_COST } from './quick-cost.js';

export const CENTRE_PASSWORD = 'नदी-pulse-42';

const STAFF: [id: string, hi: string, en: string, roles: Role[]][] = [
  ['asha', 'आशा कुमारी', 'Asha Kumari', ['clerk']],
  ['meena', 'मीना झा', 'Meena Jha', ['clerk']],
  ['nisha', 'निशा देवी', 'Nisha Devi', ['nurse']],
  ['dr.verma', 'डॉ. अनिल वर्मा', 'Dr Anil Verma', ['doctor']],
  ['mohan', 'मोहन लाल', 'Mohan Lal', ['operator']],
];

/** A centre that runs on a store of its own, for tests of the stations' pages over real sockets. */
export interface StationCentre {
  facility: Facility;
  server: Server;
  origin: string;
  /** milliseconds since the epoch; moves only by hand */
  clock: { now: number };
  logIn(name: string): Promise<HttpUser>;
  register(person: Demographics): Promise<PatientId>;
  stop(): Promise<void>;
}

let hash: Promise<string> | undefined;
/** read once for all centres of one test file */
let lists: { reference: Reference; workflow: Workflow } | undefined;

export async function openStationCentre(
  stations: (facility: Facility) => StationPages[],
): Promise<StationCentre> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nadi-centre-'));
  const clock = { now: Date.parse('2026-11-21T04:30:00Z') };
  lists ??= { reference: loadReference(), workflow: loadWorkflow() };
  const { reference, workflow } = lists;
  const facility = await Facility.open({
    folder,
    box: 'BR1042',
    now: () => clock.now,
    reference: () => reference,
    workflow: () => workflow,
  });
  await facility.append({ by: 'asha' }, (draft) => {
    draft.facility({
      name: { hi: 'प्राथमिक स्वास्थ्य केंद्र रामपुर', en: 'PHC Rampur' },
      level: 'PHC',
    });
    for (const [staff, hi, en, roles] of STAFF) draft.staff({ staff, name: { hi, en }, roles, active: true });
  });
  hash ??= hashPassword(CENTRE_PASSWORD, QUICK_COST);
  const encoded = await hash;
  const server = await buildServer(facility, {
    sessionKey: 'a key for tests that is long enough, surely',
    passwords: new PasswordBook(() => Promise.resolve(encoded)),
    stations: stations(facility),
  });
  await server.start();
  const users: HttpUser[] = [];
  return {
    facility,
    server,
    origin: server.info.uri,
    clock,
    async logIn(name) {
      const user = new HttpUser(server.info.uri);
      users.push(user);
      await user.logIn(name, CENTRE_PASSWORD);
      return user;
    },
    register: (person) => facility.append({ by: 'asha' }, (draft) => draft.patient(person)._id),
    async stop() {
      for (const user of users) user.close();
      await server.stop({ timeout: 1_000 });
      await facility.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
