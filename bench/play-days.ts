import { readDemoPeople, readDemoReasons } from '../cli/demo/demo-data.js';
import { DayClock } from '../cli/demo/day-clock.js';
import { DEMO_BOX, DEMO_CREW, DEMO_PASSWORD, DEMO_STAFF } from '../cli/demo/demo-staff.js';
import { makeHouseholds } from '../cli/demo/households.js';
import { OpdDay, type DemoPatient } from '../cli/demo/opd-day.js';
import { Random } from '../cli/demo/random.js';
import { Facility } from '../node-server/facility.js';
import { setUpFacility } from '../node-server/set-up.js';
import { addDays, startOfDay, type Day } from '../records/day.js';

export const PLAYED_BOX = DEMO_BOX;

const MINUTE = 60_000;
const OPENING = 9 * 60;
/** Patients that a box knows to one visit of a day. */
const KNOWN_PER_VISIT = 40;

export interface PlayOptions {
  folder: string;
  /** the last day that is played */
  until: Day;
  days: number;
  /** patients of a day; Sundays are off */
  visits: (day: Day) => number;
  /** stops after the day on which there are so many */
  mostRecords?: number;
  onDay?: (day: Day, records: number) => void;
}

export interface PlayedBox {
  records: number;
  patients: number;
  visits: number;
  /** the last day with patients */
  last: Day;
}

/**
 * A box whose days were played as the demo's are: registration, vitals, doctor, laboratory, pharmacy, about fourteen
 * records a visit, all written through the ledger on a clock of its own. The same options give the same box.
 */
export async function playDays(options: PlayOptions): Promise<PlayedBox> {
  const { folder, until, days, mostRecords = Infinity } = options;
  const first = addDays(until, 1 - days);
  const clock = new DayClock(startOfDay(first) + 8 * 60 * MINUTE);
  await setUpFacility({
    folder,
    box: PLAYED_BOX,
    name: { hi: 'प्राथमिक स्वास्थ्य केंद्र', en: 'Primary Health Centre' },
    level: 'PHC',
    language: 'hi',
    host: '127.0.0.1',
    port: 0,
    staff: DEMO_STAFF.map((member) => ({ ...member, password: DEMO_PASSWORD })),
    now: clock.now,
  });
  const facility = await Facility.open({ folder, box: PLAYED_BOX, now: clock.now });
  try {
    const random = new Random(1042);
    const reasons = readDemoReasons();
    await fillPharmacy(facility, addDays(until, 400));
    const busiest = Math.max(...Array.from({ length: days }, (_, i) => options.visits(addDays(first, i))));
    const households = Math.ceil((busiest * KNOWN_PER_VISIT) / 3.5);
    const people = makeHouseholds(readDemoPeople(), random, households, Number(until.slice(0, 4)));
    const patients = people.flat().map((person): DemoPatient => ({ person }));
    let visits = 0;
    let last = first;
    for (let day = first; day <= until && facility.recordCount < mostRecords; day = addDays(day, 1)) {
      if (new Date(startOfDay(day) + 12 * 60 * MINUTE).getUTCDay() === 0) continue;
      const count = options.visits(day);
      await playDay({ opd: new OpdDay(facility, clock, random, reasons), clock, random }, patients, day, count);
      visits += count;
      last = day;
      options.onDay?.(day, facility.recordCount);
    }
    return { records: facility.recordCount, patients: facility.patients.size, visits, last };
  } finally {
    await facility.stop();
  }
}

/** Enough of everything that may be prescribed. */
async function fillPharmacy(facility: Facility, expiry: Day): Promise<void> {
  await facility.append({ by: DEMO_CREW.pharmacy }, (draft) => {
    for (const item of facility.reference.drugs.keys()) {
      draft.stock({
        item,
        batch: 'OPEN1',
        expiry: `${expiry.slice(0, 4)}-${expiry.slice(4, 6)}`,
        change: 400_000,
        kind: 'opening',
      });
    }
  });
}

interface Play {
  opd: OpdDay;
  clock: DayClock;
  random: Random;
}

/** More patients than the stations serve by night are still served: nobody is sent home. */
async function playDay({ opd, clock, random }: Play, patients: DemoPatient[], day: Day, count: number): Promise<void> {
  const open = startOfDay(day) + OPENING * MINUTE;
  clock.set(open);
  const chosen = new Set<DemoPatient>();
  while (chosen.size < count) chosen.add(random.pick(patients));
  for (const patient of chosen) {
    opd.planArrival(patient, open + random.between(0, 240 * MINUTE), Number(day.slice(4, 6)));
  }
  clock.runUntil(open + 14 * 60 * MINUTE);
  await opd.written();
}
