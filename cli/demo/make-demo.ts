import { addDays, dayOf, startOfDay, type Day } from '../../records/day.js';
import { Facility } from '../../node-server/facility.js';
import { setUpFacility } from '../../node-server/set-up.js';
import { DayClock } from './day-clock.js';
import { readDemoPeople, readDemoReasons, type DemoReason } from './demo-data.js';
import { makeHouseholds } from './households.js';
import { DEMO_BOX, DEMO_CREW, DEMO_PASSWORD, DEMO_STAFF } from './demo-staff.js';
import { OpdDay, type DemoPatient } from './opd-day.js';
import { Random } from './random.js';

const DAYS = 30;
const HOUSEHOLDS = 150;
const MINUTE = 60_000;
/** India's clock: the doors open at nine. */
const OPENING_MINUTES = 9 * 60;

export interface DemoOptions {
  folder: string;
  port: number;
  host: string;
  centre: { url: string; user: string; password: string };
  now: number;
  /** for tests: fewer than 30 */
  days?: number;
  onProgress?: (day: number, days: number) => void;
}

/**
 * Makes the demo health centre BR1042: staff, stock, a month of patients and a half-finished queue for today.
 * Everything is written through the ledger as the stations would, on a clock that runs through the month.
 */
export async function makeDemo(options: DemoOptions): Promise<void> {
  const { folder, now, days = DAYS, onProgress } = options;
  const today = dayOf(now);
  const first = addDays(today, -days);
  const clock = new DayClock(startOfDay(first) + 8 * 60 * MINUTE);
  await setUpFacility({
    folder,
    box: DEMO_BOX,
    name: { hi: 'प्राथमिक स्वास्थ्य केंद्र रामपुर', en: 'Primary Health Centre Rampur' },
    level: 'PHC',
    block: 'Sakra',
    district: 'Muzaffarpur',
    stateLgd: 10,
    language: 'hi',
    host: options.host,
    port: options.port,
    // Open, to be tried from any phone at once; the demo says so.
    lan: { tls: false, pairing: false, lockMinutes: 0 },
    centre: options.centre,
    staff: DEMO_STAFF.map((member) => ({ ...member, password: DEMO_PASSWORD })),
    now: clock.now,
  });
  const facility = await openOn(folder, clock);
  try {
    const random = new Random(1042);
    const reasons = readDemoReasons();
    await fillDemoStore(facility, reasons, random, first);
    const people = makeHouseholds(readDemoPeople(), random, HOUSEHOLDS, Number(today.slice(0, 4)));
    const patients = people.flat().map((person): DemoPatient => ({ person }));
    for (let day = 0; day < days; day += 1) {
      await playDay(facility, clock, random, reasons, patients, addDays(first, day));
      onProgress?.(day + 1, days);
    }
    await playThisMorning(facility, clock, random, reasons, patients, now);
  } finally {
    await facility.stop();
  }
}

/** On another day than the demo's last one, today gets its half-finished queue, of patients who are known. */
export async function refreshDemo({ folder, now }: Pick<DemoOptions, 'folder' | 'now'>): Promise<void> {
  const clock = new DayClock(now - 90 * MINUTE);
  const facility = await openOn(folder, clock);
  try {
    const { patients, queue } = facility;
    if (queue.day !== dayOf(now) || queue.entries().length > 0) return;
    const random = new Random(Number(queue.day));
    const known = Array.from({ length: patients.size }, (_, index) => patients.findById(String(index + 1)));
    const people = known.flatMap((patient): DemoPatient[] => {
      if (!patient) return [];
      const { id, lastVisit: _lastVisit, visits: _visits, ...person } = patient;
      const age = Number(queue.day.slice(0, 4)) - Number(person.birthDate?.slice(0, 4) ?? 1990);
      return [{ id, person: { ...person, age, pregnant: person.category === 'pregnant' } }];
    });
    await playThisMorning(facility, clock, random, readDemoReasons(), people, now);
  } finally {
    await facility.stop();
  }
}

function openOn(folder: string, clock: DayClock): Promise<Facility> {
  return Facility.open({
    folder,
    box: DEMO_BOX,
    now: clock.now,
  });
}

/** Some drugs have batches that expire soon, and some run out before the month does. */
export async function fillDemoStore(
  facility: Facility,
  reasons: DemoReason[],
  random: Random,
  day: Day,
): Promise<void> {
  const codes = new Set(
    reasons.flatMap(({ drugs, child = [] }) => [...drugs, ...child].map(([code]) => code)),
  );
  for (const extra of [
    'amoxicillin-cap-500mg',
    'azithromycin-tab-500mg',
    'albendazole-tab-400mg',
    'metronidazole-tab-400mg',
  ])
    codes.add(extra);
  await facility.append({ by: DEMO_CREW.pharmacy }, (draft) => {
    for (const code of codes) {
      const counted = facility.reference.drugs.get(code)?.unit === 'tablet';
      const amount = counted ? random.between(15, 60) * 100 : random.between(60, 260);
      const batches = [
        { share: 0.2, months: 1 },
        { share: 0.5, months: random.between(8, 14) },
        { share: 0.3, months: random.between(15, 26) },
      ];
      for (const { share, months } of batches) {
        draft.stock({
          item: code,
          batch: `${code.slice(0, 2).toUpperCase()}${random.between(1000, 9999)}`,
          expiry: monthAfter(day, months),
          change: Math.max(5, Math.round(amount * share)),
          kind: 'opening',
          source: 'District warehouse',
        });
      }
    }
  });
}

async function playDay(
  facility: Facility,
  clock: DayClock,
  random: Random,
  reasons: DemoReason[],
  patients: DemoPatient[],
  day: Day,
): Promise<void> {
  const sunday = new Date(startOfDay(day) + 12 * 60 * MINUTE).getUTCDay() === 0;
  if (sunday) return;
  const open = startOfDay(day) + OPENING_MINUTES * MINUTE;
  clock.set(open);
  const opd = new OpdDay(facility, clock, random, reasons);
  for (const patient of chooseToday(patients, random, random.between(34, 62))) {
    // Two in three come in the first two hours.
    const late = random.chance(0.33) ? random.between(120, 300) : random.between(0, 120);
    opd.planArrival(patient, open + late * MINUTE + random.between(0, 59_999), Number(day.slice(4, 6)));
  }
  clock.runUntil(open + 11 * 60 * MINUTE);
  await opd.written();
}

/** The last ninety minutes, whenever the demo is made: some are done, most are somewhere on the way. */
async function playThisMorning(
  facility: Facility,
  clock: DayClock,
  random: Random,
  reasons: DemoReason[],
  patients: DemoPatient[],
  now: number,
): Promise<void> {
  const open = Math.max(now - 90 * MINUTE, startOfDay(dayOf(now)));
  clock.set(open);
  const opd = new OpdDay(facility, clock, random, reasons);
  for (const patient of chooseToday(patients, random, 34)) {
    // More of them lately, so that somebody waits everywhere.
    const at = open + Math.floor(Math.sqrt(random.next()) * Math.max(1, now - open - MINUTE));
    opd.planArrival(patient, at, Number(dayOf(now).slice(4, 6)));
  }
  clock.runUntil(now);
  await opd.written();
}

function chooseToday(patients: DemoPatient[], random: Random, count: number): DemoPatient[] {
  const chosen = new Set<DemoPatient>();
  while (chosen.size < count) chosen.add(random.pick(patients));
  return [...chosen];
}

function monthAfter(day: Day, months: number): string {
  const month = Number(day.slice(0, 4)) * 12 + Number(day.slice(4, 6)) - 1 + months;
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}
