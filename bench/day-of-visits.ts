import { createPrivateKey } from 'node:crypto';
import { addDays, startOfDay, type Day } from '../records/day.js';
import type { PatientId } from '../records/ids.js';
import type { LedgerRecord } from '../records/ledger-record.js';
import { openSealKey } from '../records/seal.js';
import { Facility } from '../node-server/facility.js';
import { openSeals } from '../node-server/seals.js';
import { setUpFacility } from '../node-server/set-up.js';
import { readDemoPeople, readDemoReasons } from '../cli/demo/demo-data.js';
import { DayClock } from '../cli/demo/day-clock.js';
import { DEMO_BOX, DEMO_CREW, DEMO_PASSWORD, DEMO_STAFF } from '../cli/demo/demo-staff.js';
import { makeHouseholds, type DemoPerson } from '../cli/demo/households.js';
import { fillDemoStore } from '../cli/demo/fill-store.js';
import { Random } from '../cli/demo/random.js';
import { OpdDay } from '../cli/demo/opd-day.js';
import { typedHabits } from './typed-habits.js';
import { DayLooks } from './day-looks.js';
import { lookingHabits } from './looking-habits.js';

const MINUTE = 60_000;
const DAY: Day = '20261121';
const SEAL_KEY = openSealKey(
  createPrivateKey({
    // RFC 8032 7.1, the first test's key: the day is the same on every machine.
    key: Buffer.from(
      '302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'hex',
    ),
    format: 'der',
    type: 'pkcs8',
  })
    .export({ format: 'der', type: 'pkcs8' })
    .toString('base64url'),
);

export interface DayOfVisits {
  /** open; whoever asked for the day stops it */
  facility: Facility;
  /** number of the last record before the day */
  before: number;
  /** the day's records in order of `n`, with their revisions, as the store gives them */
  records: (LedgerRecord & { _rev: string })[];
}

export interface DayOptions {
  visits?: number;
  /** false: without access records */
  looks?: boolean;
  /** false: nothing is typed but what is chosen from lists */
  typed?: boolean;
  seed?: number;
  /** patients who were registered before the day */
  known?: number;
}

/**
 * Makes a facility in a folder and writes a day of a busy PHC through its ledger, as the pages write it: patients,
 * visits, moves, vitals, consultations with typed notes, prescriptions, laboratory, dispensing with its stock
 * movements, looks, seals. The same seed gives the same records.
 */
export async function writeDayOfVisits(folder: string, options: DayOptions = {}): Promise<DayOfVisits> {
  const { visits = 150, looks = true, typed = true, seed = 1042, known = 4_000 } = options;
  const clock = new DayClock(startOfDay(addDays(DAY, -1)) + 480 * MINUTE);
  await setUpFacility({
    folder,
    box: DEMO_BOX,
    name: { hi: 'प्राथमिक स्वास्थ्य केंद्र रामपुर', en: 'Primary Health Centre Rampur' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    staff: DEMO_STAFF.map((member) => ({ ...member, password: DEMO_PASSWORD })),
    now: clock.now,
  });
  const facility = await Facility.open({ folder, box: DEMO_BOX, now: () => toTheMillisecond(clock.now()) });
  const seals = await openSeals({ facility, key: SEAL_KEY, onTrouble: fail, lookEveryMs: 2 ** 30 });
  const random = new Random(seed);
  const reasons = readDemoReasons();
  await fillDemoStore(facility, reasons, random, DAY);
  const people = makeHouseholds(readDemoPeople(), random, known + visits, 2026).flat();
  const old = people.slice(0, known);
  const ids = await registerAll(facility, old);
  await seals.sealNow();
  const before = facility.recordCount;

  const open = startOfDay(DAY) + 540 * MINUTE;
  clock.set(open);
  const writes: Promise<unknown>[] = [];
  const keep = (written: Promise<unknown>): void => void writes.push(written);
  const opd = new OpdDay(facility, clock, random, reasons, {
    ...(typed ? typedHabits(random, facility.reference) : {}),
    ...(looks ? lookingHabits(facility, new DayLooks(facility, clock, keep), random) : {}),
  });
  for (let i = 0; i < visits; i += 1) {
    const index = random.between(0, old.length - 1);
    const returning = random.chance(0.55);
    const person = (returning ? old[index] : people[known + i]) ?? fail(new Error('too few people'));
    const id = returning ? ids[index] : undefined;
    const at = open + Math.floor(random.next() * random.next() * 330 * MINUTE);
    opd.planArrival({ person, ...(id ? { id } : {}) }, at, Number(DAY.slice(4, 6)));
  }
  clock.plan(open + 240 * MINUTE, () => {
    keep(seals.sealNow());
  });
  clock.runUntil(open + 660 * MINUTE);
  await opd.written();
  await Promise.all(writes);
  await seals.sealNow();
  await seals.stop();
  return { facility, before, records: await readAfter(facility, before) };
}

async function registerAll(facility: Facility, people: DemoPerson[]): Promise<PatientId[]> {
  return facility.append({ by: DEMO_CREW.counter }, (draft) =>
    people.map(({ age: _age, pregnant: _pregnant, ...particulars }) => draft.patient(particulars)._id),
  );
}

async function readAfter(facility: Facility, n: number): Promise<DayOfVisits['records']> {
  const { results } = await facility.databases.records.changes({ since: n, include_docs: true });
  return results.map(({ doc }) => doc as unknown as LedgerRecord & { _rev: string });
}

/** The demo plans in whole seconds; people don't press in whole seconds. */
function toTheMillisecond(ms: number): number {
  return ms + (Math.imul(Math.floor(ms), 0x9e3779b1) >>> 22);
}

function fail(error: unknown): never {
  throw error;
}
