import type { ReferralRecord } from '../../../records/care.js';
import type { ReferralStep, SentState } from '../../../records/referral-steps.js';
import type { Language } from '../../../templates/locale.js';
import type { Facility } from '../../facility.js';
import type { ReceivedReferral } from '../../referrals/referral-book.js';
import { referralBook } from '../../referrals/referral-book.js';
import { momentWords, travelWords, type TravelWords } from '../travel-words.js';

/** One step of a referral's way, the earliest first. `kind`: key under `referral.step`. */
export interface StepWords {
  kind: string;
  time: string;
  by: string;
  feedback: string;
  /** does not count, and why: key under `referral.crossed` */
  crossed?: Crossed;
  /** `travel`: how far it is on its way to the centre */
  travel?: TravelWords;
}

type Crossed = 'answer' | 'cancelled' | 'came' | 'late';

export interface ProgressWords {
  state: SentState;
  open: boolean;
  tone: 'good' | 'warn' | 'danger';
  steps: StepWords[];
  /** key under `referral.why`; empty where it reached the receiver */
  why: string;
}

/** The way of one that was sent from here: written, with the centre or not yet, what the receiver said. */
export function sentWords(facility: Facility, referral: ReferralRecord, language: Language): ProgressWords {
  const progress = referralBook(facility).sentProgress(referral._id);
  const { state = 'paper', open = false, steps = [], why = '' } = progress ?? {};
  const written: StepWords = {
    kind: 'sent',
    time: momentWords(facility, referral.at, language),
    by: facility.staff.find(referral.by)?.name[language] ?? referral.by,
    feedback: '',
  };
  const told = steps.map((step) => stepWords(facility, step, steps, language));
  return {
    ...{ state, open, why, tone: toneOf(state) },
    steps: [written, ...travelStep(facility, referral, told.length > 0, language), ...told],
  };
}

/** The way of one that came. */
export function receivedWords(
  facility: Facility,
  { id, at }: Pick<ReceivedReferral, 'id' | 'at'>,
  sender: string,
  language: Language,
): ProgressWords {
  const { state, open, steps } = referralBook(facility).receivedProgress(id);
  const sent = { kind: 'sent', time: momentWords(facility, at, language), by: sender, feedback: '' };
  return {
    ...{ state, open, why: '', tone: toneOf(state) },
    steps: [sent, ...steps.map((step) => hereWords(stepWords(facility, step, steps, language)))],
  };
}

/** Where it stands on its way to the centre; nothing to say once the receiver has spoken. */
function travelStep(
  facility: Facility,
  referral: ReferralRecord,
  answered: boolean,
  language: Language,
): StepWords[] {
  if (answered) return [];
  const travel = travelWords(facility, referral, language);
  // Without a centre nothing travels, and nobody will ever be told.
  if (!travel) return referral.to === undefined ? [] : [{ kind: 'noCentre', time: '', by: '', feedback: '' }];
  const time = travel.state === 'waiting' ? momentWords(facility, referral.at, language) : '';
  return [{ kind: 'travel', travel, time, by: '', feedback: '' }];
}

/** `all`: the steps of the referral's way, by which it is told why one does not count. */
export function stepWords(
  facility: Facility,
  step: ReferralStep,
  all: readonly ReferralStep[],
  language: Language,
): StepWords {
  const { status, at, by, signer, feedback, reason, crossed } = step;
  return {
    kind: status,
    time: momentWords(facility, at, language),
    // What the box says by itself nobody has said.
    by: status === 'received' ? '' : (signer?.[language] ?? by),
    feedback: [reason?.[language], feedback].filter((part) => part !== undefined).join(': '),
    ...(crossed && { crossed: crossedBy(step, all) }),
  };
}

function crossedBy({ status }: ReferralStep, all: readonly ReferralStep[]): Crossed {
  const counts = (...words: ReferralStep['status'][]): boolean =>
    all.some((one) => !one.crossed && words.includes(one.status));
  if (status === 'cancelled') return counts('arrived', 'seen') ? 'came' : 'late';
  return counts('cancelled') ? 'cancelled' : 'answer';
}

/** For those who may not read what was found. */
export function withoutFeedback(progress: ProgressWords, findings: boolean): ProgressWords {
  if (findings) return progress;
  return { ...progress, steps: progress.steps.map((step) => ({ ...step, feedback: '' })) };
}

/** What is "there" to the one end is "here" to the other. */
export function hereWords(step: StepWords): StepWords {
  const kind = { received: 'receivedHere', cancelled: 'cancelledThere' }[step.kind];
  return kind === undefined ? step : { ...step, kind };
}

function toneOf(state: SentState): ProgressWords['tone'] {
  if (state === 'undelivered' || state === 'returned') return 'danger';
  return state === 'seen' || state === 'closed' || state === 'arrived' ? 'good' : 'warn';
}
