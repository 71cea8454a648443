import { dayOf, startOfDay, type Day } from '../../records/day.js';
import { Facility } from '../../node-server/facility.js';
import { setUpFacility } from '../../node-server/set-up.js';
import { KeptDays } from '../../node-server/reports/kept-days.js';
import { readTail } from '../../node-server/store/read-records.js';
import { SummaryWriter } from '../../node-server/summary/summary-writer.js';
import { visitOf } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { openLocale } from '../../templates/locale.js';
import { loadReports } from '../../templates/report-definitions.js';
import type { LetterBox } from './carry-letters.js';
import { DayClock } from './day-clock.js';
import { readDemoPeople, readDemoReasons, type DemoReason } from './demo-data.js';
import type { DemoFacility } from './demo-facilities.js';
import { DEMO_PASSWORD } from './demo-staff.js';
import { fillDemoStore } from './fill-store.js';
import { makeHouseholds } from './households.js';
import { OpdDay, type DemoPatient, type OpdHabits } from './opd-day.js';
import { Random } from './random.js';
import { cancelOf, firstAnswer, receipt, type ReferralPost } from './referral-post.js';

const MINUTE = 60_000;
const OF_REFERRALS: ReadonlySet<LedgerRecord['type']> = new Set([
  'referral',
  'referral-cancel',
  'referral-reply',
]);
/** What the demo shows of today: this much, up to the moment at which it is made. */
const MORNING_MINUTES = 90;
/** Of those, the last in which the lab's technician has entered nothing. */
const LAB_WAITS_MINUTES = 45;
/** Of this morning's patients so many come with something that needs a test. */
const TESTED_OF = 3;
/** India's clock: the doors open at nine. */
const OPENING_MINUTES = 9 * 60;

export interface DemoBox {
  facility: DemoFacility;
  /** of its data */
  folder: string;
  port: number;
  centre: { url: string; user: string; password: string; gateway?: string };
}

/** A demo health centre while its past is played through its ledger, as its stations would write it. */
export class PlayedFacility implements LetterBox {
  #carriedTo = 0;

  private constructor(
    readonly plan: DemoFacility,
    private readonly facility: Facility,
    private readonly clock: DayClock,
    private readonly random: Random,
    private readonly patients: DemoPatient[],
    private readonly summaries: SummaryWriter,
  ) {}

  /** Sets the box up on the morning of its first day: staff, store, families that may come. */
  static async setUp(
    { facility: plan, folder, port, centre }: DemoBox,
    { host, first, year }: { host: string; first: Day; year: number },
  ): Promise<PlayedFacility> {
    const clock = new DayClock(startOfDay(first) + 8 * 60 * MINUTE);
    await setUpFacility({
      ...{ folder, box: plan.box, name: plan.name, level: plan.level },
      ...{ block: 'Sakra', district: 'Muzaffarpur', stateLgd: 10 },
      ...{ language: 'hi', host, port, centre, now: clock.now },
      // Open, to be tried from any phone at once; the demo says so.
      lan: { tls: false, pairing: false, lockMinutes: 0 },
      staff: plan.staff.map((member) => ({ ...member, password: DEMO_PASSWORD })),
      // Everybody knows this password: dear hashes would guard nothing and keep whoever starts the demo waiting.
      passwordCost: { N: 2 ** 10, r: 8, p: 1 },
    });
    const facility = await Facility.open({ folder, box: plan.box, now: clock.now });
    const random = new Random(plan.seed);
    await fillDemoStore(facility, readDemoReasons(), random, first, plan.crew.pharmacy);
    const people = makeHouseholds(readDemoPeople(), random, plan.households, year);
    const patients = people.flat().map((person): DemoPatient => ({ person }));
    return new PlayedFacility(plan, facility, clock, random, patients, makeSummaryWriter(facility, folder));
  }

  /** One that stands, for one more morning of those whom it knows. */
  static async reopen(plan: DemoFacility, folder: string, now: number): Promise<PlayedFacility> {
    const clock = new DayClock(now - 90 * MINUTE);
    const facility = await Facility.open({ folder, box: plan.box, now: clock.now });
    const random = new Random(Number(facility.queue.day) + plan.seed);
    return new PlayedFacility(
      plan,
      facility,
      clock,
      random,
      knownPatients(facility),
      makeSummaryWriter(facility, folder),
    );
  }

  /** Nobody has come on this day yet. */
  get isEmptyToday(): boolean {
    const { queue } = this.facility;
    return queue.day === dayOf(this.clock.now()) && queue.entries().length === 0;
  }

  /** A day from the opening to the last patient; on Sundays nobody comes. */
  async playDay(day: Day, post?: ReferralPost): Promise<void> {
    this.clock.set(startOfDay(day) + 5 * MINUTE);
    await this.#sumUpDays();
    const open = startOfDay(day) + OPENING_MINUTES * MINUTE;
    this.clock.set(open);
    if (isSunday(day)) return;
    const { random } = this;
    const opd = this.#opd(post);
    const close = open + 11 * 60 * MINUTE;
    this.#answer(opd, post, { open, close });
    const [least, most] = this.plan.patients;
    for (const patient of this.#choose(random.between(least, most))) {
      // Two in three come in the first two hours.
      const late = random.chance(0.33) ? random.between(120, 300) : random.between(0, 120);
      opd.planArrival(patient, open + late * MINUTE + random.between(0, 59_999), monthOf(day));
    }
    this.clock.runUntil(close);
    await opd.written();
  }

  /**
   * The last ninety minutes, whenever the demo is made: some are done, most are somewhere on the way, and somebody
   * waits at every station. Soon after midnight the same happens in what there is of the day.
   */
  async playThisMorning(now: number, post?: ReferralPost): Promise<void> {
    const day = dayOf(now);
    const open = Math.max(now - MORNING_MINUTES * MINUTE, startOfDay(day));
    const pace = (now - open) / (MORNING_MINUTES * MINUTE);
    this.clock.set(open);
    await this.#sumUpDays();
    const labUntil = now - LAB_WAITS_MINUTES * MINUTE * pace;
    const opd = this.#opd(post, { pace, labUntil, testsAll: true });
    this.#answer(opd, post, { open, close: now, isToday: true });
    for (const [index, patient] of this.#choose(this.plan.today).entries()) {
      // More of them lately, so that somebody waits everywhere.
      const at = open + Math.floor(Math.sqrt(this.random.next()) * (now - open));
      const isMeant = index % TESTED_OF === 0 ? needsTest : undefined;
      opd.planArrival(patient, at, monthOf(day), isMeant);
    }
    this.clock.runUntil(now);
    await opd.written();
  }

  async letters(): Promise<LedgerRecord[]> {
    const found: LedgerRecord[] = [];
    await readTail(this.facility.databases.records, this.#carriedTo, (record) => {
      this.#carriedTo = record.n;
      if (OF_REFERRALS.has(record.type)) found.push(record);
    });
    return found;
  }

  async takeIn(documents: object[]): Promise<void> {
    await this.facility.databases.inbox.bulkDocs(documents, { new_edits: false });
  }

  close(): Promise<void> {
    return this.facility.stop();
  }

  /** As the box does after midnight: else a month's sums would come minutes after the demo's first start. */
  async #sumUpDays(): Promise<void> {
    await this.summaries.writeDue(() => Promise.resolve());
  }

  #opd(post: ReferralPost | undefined, tempo: OpdHabits = {}): OpdDay {
    const { facility, clock, random, plan } = this;
    const habits = { ...post?.habitsOf(plan, facility.reference, random), ...tempo };
    return new OpdDay(facility, clock, random, readDemoReasons(), habits, plan.crew);
  }

  /** The doctor answers the referrals that have come and takes back what was sent in vain, between the opening and the closing; those who come, come. */
  #answer(
    opd: OpdDay,
    post: ReferralPost | undefined,
    { open, close, isToday = false }: { open: number; close: number; isToday?: boolean },
  ): void {
    if (!post) return;
    const { plan, clock, random } = this;
    const day = dayOf(open);
    for (const sent of post.unanswered(plan)) {
      const cameAt = Math.max(open, sent.sentAt + random.between(1, 6) * MINUTE);
      const answeredAt = Math.max(cameAt + random.between(2, 12) * MINUTE, sent.times.answeredAt);
      if (cameAt < close && !sent.isThere) {
        sent.isThere = true;
        const { by, said } = receipt(sent);
        clock.plan(cameAt, () => {
          opd.write(by, (draft) => draft.referralReply(said));
        });
      }
      // Today's that can wait are there for whoever shows the demo.
      const isLeft = isToday && !sent.urgent && sent.sentAt >= open;
      if (answeredAt >= close || isLeft) continue;
      sent.state = 'answered';
      clock.plan(answeredAt, () => {
        opd.write(plan.crew.doctor, (draft) => draft.referralReply(firstAnswer(plan, sent)));
      });
    }
    for (const sent of post.takenBack(plan, day)) {
      const at = open + random.between(20, 60) * MINUTE;
      if (at >= close) continue;
      sent.state = 'cancelled';
      const visit = visitOf(sent.referral);
      clock.plan(at, () => {
        const cancel = cancelOf(plan, sent, this.facility.reference);
        opd.write(plan.crew.doctor, (draft) => draft.part(visit, 'referral-cancel', cancel), [visit]);
      });
    }
    for (const sent of post.comingTo(plan, day)) {
      const at = Math.max(open + random.between(15, 80) * MINUTE, sent.times.comesAt);
      if (at >= close) continue;
      sent.state = 'coming';
      opd.planArrival(
        { id: sent.patient, person: sent.person },
        at,
        monthOf(day),
        ({ code }) => code === sent.code,
      );
    }
  }

  #choose(count: number): DemoPatient[] {
    const chosen = new Set<DemoPatient>();
    const most = Math.min(count, this.patients.length);
    while (chosen.size < most) chosen.add(this.random.pick(this.patients));
    return [...chosen];
  }
}

function makeSummaryWriter(facility: Facility, folder: string): SummaryWriter {
  const reports = loadReports();
  const keptDays = new KeptDays(folder);
  return new SummaryWriter({ facility, definitions: () => reports, locale: openLocale(), keptDays });
}

function knownPatients({ patients, queue }: Facility): DemoPatient[] {
  const known = Array.from({ length: patients.size }, (_, index) => patients.findById(String(index + 1)));
  return known.flatMap((patient): DemoPatient[] => {
    if (!patient) return [];
    const { id, lastVisit: _lastVisit, visits: _visits, ...person } = patient;
    const age = Number(queue.day.slice(0, 4)) - Number(person.birthDate?.slice(0, 4) ?? 1990);
    return [{ id, person: { ...person, age, pregnant: person.category === 'pregnant' } }];
  });
}

function needsTest({ tests = [] }: DemoReason): boolean {
  return tests.length > 0;
}

function isSunday(day: Day): boolean {
  return new Date(startOfDay(day) + 12 * 60 * MINUTE).getUTCDay() === 0;
}

function monthOf(day: Day): number {
  return Number(day.slice(4, 6));
}
