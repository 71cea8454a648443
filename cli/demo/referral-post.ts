import type { ReferralSummary } from '../../records/care.js';
import { addDays, type Day } from '../../records/day.js';
import type { Words } from '../../records/envelope.js';
import type { BoxId, PatientId } from '../../records/ids.js';
import type { RecordOf } from '../../records/ledger-record.js';
import type { Reference } from '../../templates/reference.js';
import { readDemoLetters, type DemoLetter } from './demo-data.js';
import type { DemoFacility } from './demo-facilities.js';
import type { DemoCrew } from './demo-staff.js';
import type { DemoPerson } from './households.js';
import type { Case, Drafting, OpdHabits } from './opd-day.js';
import type { Random } from './random.js';

/** A referral on its way from one of the demo's health centres to the other. */
export interface SentReferral {
  to: BoxId;
  referral: string;
  patient: PatientId;
  person: DemoPerson;
  /** what the letter says of the person */
  told: ReferralSummary['person'];
  /** what becomes of it, and on which day somebody at the receiver says so */
  fate: 'comes' | 'returned' | 'accepted';
  due: Day;
  feedback: string;
  state: 'sent' | 'answered' | 'arrived' | 'seen';
}

const LATELY = 4;

/** Carries the demo's referrals while its past is made: what router and line do later. */
export class ReferralPost {
  readonly #letters = readDemoLetters();
  readonly #sent: SentReferral[] = [];

  constructor(private readonly today: Day) {}

  /** Those that a house has to say something about by a day. */
  dueAt({ box }: DemoFacility, day: Day): SentReferral[] {
    return this.#sent.filter(({ to, due, state }) => to === box && due <= day && state === 'sent');
  }

  /** What a house's clerk and doctor write because of referrals. */
  habitsOf(facility: DemoFacility, reference: Reference, random: Random): OpdHabits {
    const underWay = (patient: PatientId, state: SentReferral['state']): SentReferral | undefined =>
      this.#sent.find((one) => one.to === facility.box && one.patient === patient && one.state === state);
    return {
      arrives: (draft, { visit, patient }) => {
        const letter = underWay(patient, 'answered');
        if (letter?.fate !== 'comes') return;
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
    const letter = this.#letters[way].find(({ code }) => code === reason.code);
    // More of them lately, so that some wait for an answer.
    const often = draft.day < addDays(this.today, -1) ? 1 : LATELY;
    if (!letter || !random.chance((perThousand * often) / 1_000)) return;
    const known = summarise(draft.recordsOf(visit), person, reference);
    const summary = { ...known, doctor: nameOf(facility, 'doctor') };
    const record = draft.part(visit, 'referral', {
      ...{ patient, to, facility: toName.hi, reason: letter.reason },
      ...(random.chance(0.15) ? { urgent: true } : {}),
      summary,
    });
    this.#sent.push({
      ...{ to, referral: record._id, patient, person, told: summary.person, state: 'sent' },
      ...drawFate(letter, this.#letters.returned, random),
      due: addDays(draft.day, random.between(1, 3)),
    });
  }
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
  { feedback }: DemoLetter,
  returned: string[],
  random: Random,
): Pick<SentReferral, 'fate' | 'feedback'> {
  if (random.chance(0.14)) return { fate: 'returned', feedback: random.pick(returned) };
  return { fate: random.chance(0.8) ? 'comes' : 'accepted', feedback };
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
