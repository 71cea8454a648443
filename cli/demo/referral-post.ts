import type { ReferralSummary } from '../../records/care.js';
import { addDays, dayOf, type Day } from '../../records/day.js';
import type { Words } from '../../records/envelope.js';
import type { BoxId, PatientId } from '../../records/ids.js';
import type { RecordOf } from '../../records/ledger-record.js';
import type { Reference } from '../../templates/reference.js';
import { answerTimes, type AnswerTimes } from './answer-times.js';
import { readDemoLetters, type DemoLetter } from './demo-data.js';
import type { DemoFacility } from './demo-facilities.js';
import type { DemoCrew } from './demo-staff.js';
import type { DemoPerson } from './households.js';
import type { Case, Drafting, OpdHabits } from './opd-day.js';
import type { Random } from './random.js';
import { fitsLetter } from './referral-letter.js';

/** A referral on its way from one of the demo's health centres to the other. */
export interface SentReferral {
  from: BoxId;
  to: BoxId;
  referral: string;
  patient: PatientId;
  person: DemoPerson;
  /** what the letter says of the person */
  told: ReferralSummary['person'];
  urgent: boolean;
  /** what it is for, ICD-10 */
  code: string;
  /** the receiver's box has said that it has come */
  isThere?: boolean;
  /** what becomes of it */
  fate: 'comes' | 'returned' | 'accepted' | 'cancelled';
  /** milliseconds */
  sentAt: number;
  times: AnswerTimes;
  feedback: string;
  state: 'sent' | 'answered' | 'coming' | 'arrived' | 'seen' | 'cancelled';
}

/** Nobody says it: the receiver's box itself. */
const BOX_ITSELF = 'nadi';
/** How much more often patients were sent on today than on other days, so that some wait for an answer. */
const TODAY = 7;
/** In so many days before today one is taken back: late enough to be found where the demo is shown. */
const CANCELLED_DAYS = 6;
const CANCELLED_FOR = 'went-elsewhere';
const CANCEL_NOTE = 'घर वाले सीधे पटना ले गए, फ़ोन पर बताया।';

/** Carries the demo's referrals while its past is made: what router and line do later. */
export class ReferralPost {
  readonly #letters = readDemoLetters();
  readonly #sent: SentReferral[] = [];

  constructor(private readonly today: Day) {}

  /** Those that a house has not answered. */
  unanswered({ box }: DemoFacility): SentReferral[] {
    return this.#sent.filter(({ to, state }) => to === box && state === 'sent');
  }

  /** Those that a house takes back on a day: the patient was not sent before it. */
  takenBack({ box }: DemoFacility, day: Day): SentReferral[] {
    return this.#sent.filter(
      ({ from, fate, state, sentAt }) =>
        from === box && fate === 'cancelled' && state !== 'cancelled' && dayOf(sentAt) < day,
    );
  }

  /** Those who come to a house on a day. */
  comingTo({ box }: DemoFacility, day: Day): SentReferral[] {
    return this.#sent.filter(
      ({ to, fate, state, times }) =>
        to === box && fate === 'comes' && state === 'answered' && times.comesOn <= day,
    );
  }

  /** What a house's clerk and doctor write because of referrals. */
  habitsOf(facility: DemoFacility, reference: Reference, random: Random): OpdHabits {
    const underWay = (patient: PatientId, state: SentReferral['state']): SentReferral | undefined =>
      this.#sent.find((one) => one.to === facility.box && one.patient === patient && one.state === state);
    return {
      arrives: (draft, { visit, patient }) => {
        const letter = underWay(patient, 'coming');
        if (!letter) return;
        letter.state = 'arrived';
        // The receiver knows nobody of another facility yet.
        draft.patientPart(patient, 'patient-amendment', { set: letter.told });
        draft.referralReply({
          ...{ referral: letter.referral, patient, status: 'arrived', visit },
          signer: nameOf(facility, 'counter'),
        });
      },
      consulted: (draft, seen) => {
        const letter = underWay(seen.patient, 'arrived');
        if (letter) {
          letter.state = 'seen';
          const { referral, patient, feedback } = letter;
          const signer = nameOf(facility, 'doctor');
          draft.referralReply({ referral, patient, status: 'seen', feedback, signer });
        } else this.#perhapsSend(draft, seen, { facility, reference, random });
      },
    };
  }

  #perhapsSend(
    draft: Drafting,
    { visit, patient, person, reason }: Case,
    { facility, reference, random }: { facility: DemoFacility; reference: Reference; random: Random },
  ): void {
    const { to, toName, way, perThousand } = facility.refers;
    const records = draft.recordsOf(visit);
    const vitals = records.find((record) => record.type === 'vitals') ?? {};
    const found = { diagnosis: reason.code, vitals };
    const fitting = this.#letters[way].filter((letter) => fitsLetter(letter, person, found));
    const often = draft.day < this.today ? 1 : TODAY;
    if (fitting.length === 0) return;
    const letter = random.pick(fitting);
    const { urgent, share = 1 } = letter;
    if (!random.chance((perThousand * often * share) / 1_000)) return;
    // Who is sent on once is not sent on again while that is open.
    if (this.#sent.some((one) => one.patient === patient && one.state !== 'seen')) return;
    const known = summarise(records, person, reference);
    const summary = { ...known, doctor: nameOf(facility, 'doctor') };
    const record = draft.part(visit, 'referral', {
      ...{ patient, to, facility: toName.hi, reason: letter.reason },
      ...(urgent && { urgent }),
      summary,
    });
    const sentAt = Date.parse(record.at);
    const drawn = drawFate(letter, random);
    const isTakenBack = !urgent && this.#mayTakeBack(facility, draft.day);
    this.#sent.push({
      ...{
        from: facility.box,
        to,
        referral: record._id,
        patient,
        person,
        told: summary.person,
        state: 'sent',
        sentAt,
      },
      ...{ code: reason.code, urgent: urgent === true },
      ...drawn,
      ...(isTakenBack && { fate: 'cancelled' as const }),
      times: answerTimes(sentAt, urgent === true, random),
    });
  }

  /** One a house, on one of the last days before today. */
  #mayTakeBack({ box }: DemoFacility, day: Day): boolean {
    const isLate = day < this.today && day >= addDays(this.today, -CANCELLED_DAYS);
    return isLate && !this.#sent.some(({ from, fate }) => from === box && fate === 'cancelled');
  }
}

/** What the doctor who sent one writes to take it back. */
export function cancelOf(facility: DemoFacility, sent: SentReferral, { cancelReasons }: Reference) {
  const { referral, patient, to } = sent;
  const reasonName = cancelReasons.get(CANCELLED_FOR)?.name ?? { hi: CANCELLED_FOR, en: CANCELLED_FOR };
  const signer = nameOf(facility, 'doctor');
  return { patient, referral, to, reason: CANCELLED_FOR, reasonName, note: CANCEL_NOTE, signer };
}

/** What a receiver's box writes by itself when a referral has come. */
export function receipt({ referral, patient }: SentReferral) {
  return { by: BOX_ITSELF, said: { referral, patient, status: 'received' } as const };
}

/** What a doctor writes first of a referral that has come. */
export function firstAnswer(facility: DemoFacility, sent: SentReferral) {
  const { referral, patient, fate, feedback } = sent;
  const said = { referral, patient, signer: nameOf(facility, 'doctor') };
  return fate === 'returned'
    ? ({ ...said, status: 'returned', feedback } as const)
    : ({ ...said, status: 'accepted' } as const);
}

function nameOf({ crew, staff }: DemoFacility, who: keyof DemoCrew): Words {
  const member = staff.find(({ id }) => id === crew[who]);
  if (!member) throw new Error(`Nobody is ${crew[who]}.`);
  return member.name;
}

function drawFate(
  { feedback, returned, urgent }: DemoLetter,
  random: Random,
): Pick<SentReferral, 'fate' | 'feedback'> {
  if (returned !== undefined && random.chance(0.22)) return { fate: 'returned', feedback: returned };
  const comes = urgent === true || random.chance(0.93);
  return { fate: comes ? 'comes' : 'accepted', feedback };
}

/** What the receiver needs, from what stands in the visit. */
function summarise(
  records: ReturnType<Drafting['recordsOf']>,
  { name, sex, birthDate, birthDateEstimated, relative, village, mobile }: DemoPerson,
  { drugs }: Reference,
): ReferralSummary {
  const every = <T extends 'consultation' | 'diagnosis' | 'prescription'>(type: T): RecordOf<T>[] =>
    records.filter((record): record is RecordOf<T> => record.type === type);
  const vitals = records.find((record) => record.type === 'vitals');
  return {
    person: {
      ...{ name, sex },
      ...(birthDate === undefined ? {} : { birthDate }),
      ...(birthDateEstimated ? { birthDateEstimated } : {}),
      ...(relative ? { relative } : {}),
      ...(village === undefined ? {} : { village }),
      ...(mobile === undefined ? {} : { mobile }),
    },
    complaints: every('consultation').flatMap(({ complaints = [] }) => complaints.map(({ text }) => text)),
    ...(vitals ? { vitals: vitalsOf(vitals) } : {}),
    diagnoses: every('diagnosis').map(({ code, text }) => ({ ...(code ? { code } : {}), text })),
    medicines: every('prescription').flatMap(({ lines }) =>
      lines.map(({ drug, name: written, dose }) => {
        const called = drugs.get(drug ?? '')?.name.en ?? written;
        return dose ? `${called}, ${dose.pattern}` : called;
      }),
    ),
  };
}

function vitalsOf(vitals: RecordOf<'vitals'>): NonNullable<ReferralSummary['vitals']> {
  const { temperatureC, pulse, respiratoryRate, systolic, diastolic, spo2, weightKg, glucose, pregnant } =
    vitals;
  const all = {
    temperatureC,
    pulse,
    respiratoryRate,
    systolic,
    diastolic,
    spo2,
    weightKg,
    glucose,
    pregnant,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
