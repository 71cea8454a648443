import { readDemoPeople, readDemoReasons, type DemoReason } from '../cli/demo/demo-data.js';
import { DayClock } from '../cli/demo/day-clock.js';
import { DEMO_BOX, DEMO_CREW, DEMO_PASSWORD, DEMO_STAFF } from '../cli/demo/demo-staff.js';
import { makeHouseholds } from '../cli/demo/households.js';
import { OpdDay, type DemoPatient } from '../cli/demo/opd-day.js';
import { Random } from '../cli/demo/random.js';
import { Facility } from '../node-server/facility.js';
import { setUpFacility } from '../node-server/set-up.js';
import { addDays, dayOf, startOfDay, type Day } from '../records/day.js';

export const PLAYED_BOX = DEMO_BOX;
export const PLAYED_LOGIN = { id: DEMO_CREW.counter, password: DEMO_PASSWORD };
/** Records that a visit leaves, its movements of stock included. */
export const RECORDS_PER_VISIT = 14.6;

const MINUTE = 60_000;
const OPENING = 9 * 60;
/** Patients of a day who are known here, to one who comes. */
const KNOWN_PER_VISIT = 40;

/**
 * A box whose days are played as the demo's are: registration, vitals, doctor, laboratory, pharmacy, all written
 * through the ledger on a clock of its own. The same days give the same box.
 */
export class PlayedBox {
  readonly #random = new Random(1042);
  readonly #reasons: DemoReason[] = readDemoReasons();
  readonly #patients: DemoPatient[];
  visits = 0;

  private constructor(
    readonly folder: string,
    readonly clock: DayClock,
    visitsADay: number,
  ) {
    const year = Number(dayOf(clock.now()).slice(0, 4));
    const households = Math.ceil((visitsADay * KNOWN_PER_VISIT) / 3.5);
    const people = makeHouseholds(readDemoPeople(), this.#random, households, year);
    this.#patients = people.flat().map((person) => ({ person }));
  }

  /** An empty box, set up on the day before `first`. */
  static async setUp(folder: string, first: Day, visitsADay: number): Promise<PlayedBox> {
    const clock = new DayClock(startOfDay(first) - 12 * 60 * MINUTE);
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
    const box = new PlayedBox(folder, clock, visitsADay);
    await box.#open((facility) => fillPharmacy(facility, addDays(first, 800)));
    return box;
  }

  /** Whole days; Sundays are off. */
  async playDays(days: readonly Day[], visits: (day: Day) => number): Promise<void> {
    await this.#open(async (facility) => {
      for (const day of days) {
        if (new Date(startOfDay(day) + 12 * 60 * MINUTE).getUTCDay() === 0) continue;
        const open = startOfDay(day) + OPENING * MINUTE;
        await this.#play(facility, visits(day), { open, comingMinutes: 240, end: open + 14 * 60 * MINUTE });
      }
    });
  }

  /** The last three hours before `now`, with patients at every station. */
  async playUntil(now: number, visits: number): Promise<void> {
    await this.#open((facility) =>
      this.#play(facility, visits, { open: now - 180 * MINUTE, comingMinutes: 175, end: now }),
    );
  }

  async #open(work: (facility: Facility) => Promise<void>): Promise<void> {
    const facility = await Facility.open({ folder: this.folder, box: PLAYED_BOX, now: this.clock.now });
    try {
      await work(facility);
    } finally {
      await facility.stop();
    }
  }

  async #play(
    facility: Facility,
    visits: number,
    { open, comingMinutes, end }: { open: number; comingMinutes: number; end: number },
  ): Promise<void> {
    this.clock.set(open);
    const opd = new OpdDay(facility, this.clock, this.#random, this.#reasons);
    const month = Number(dayOf(open).slice(4, 6));
    const chosen = new Set<DemoPatient>();
    while (chosen.size < visits) chosen.add(this.#random.pick(this.#patients));
    for (const patient of chosen) {
      opd.planArrival(patient, open + this.#random.between(0, comingMinutes * MINUTE), month);
    }
    this.clock.runUntil(end);
    await opd.written();
    this.visits += visits;
  }
}

/** Enough of everything that may be prescribed. */
async function fillPharmacy(facility: Facility, expires: Day): Promise<void> {
  const expiry = `${expires.slice(0, 4)}-${expires.slice(4, 6)}`;
  await facility.append({ by: DEMO_CREW.pharmacy }, (draft) => {
    for (const item of facility.reference.drugs.keys())
      draft.stock({ item, batch: 'OPEN1', expiry, change: 400_000, kind: 'opening' });
  });
}
