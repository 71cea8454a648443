import type { ReferralCancelRecord, ReferralState } from './care.js';
import type { Words } from './envelope.js';
import type { VisitId } from './ids.js';

/** What may be said of a referral: by the receiver, or, `cancelled`, by the sender. */
export type ReferralWord = ReferralState | 'cancelled';

/** What one end said of a referral: its own record, or the copy that the router put into the other's inbox. */
export interface ReferralAnswer {
  /** the id of the record that says so; the same answer may come twice */
  reply: string;
  status: ReferralWord;
  at: string;
  by: string;
  signer?: Words;
  feedback?: string;
  /** `cancelled`: why, from the sender's list */
  reason?: Words;
  /** at the receiver: the visit that it led to */
  visit?: VisitId;
}

/** That the sender took it back, as one of the words that are said of it. */
export function cancelAnswer(
  reply: string,
  said: Pick<ReferralCancelRecord, 'at' | 'by' | 'signer' | 'reasonName' | 'note'>,
): ReferralAnswer {
  const { at, by, signer, reasonName: reason, note } = said;
  return {
    ...{ reply, status: 'cancelled', at, by, reason },
    ...(signer && { signer }),
    ...(note !== undefined && { feedback: note }),
  };
}

export interface ReferralStep extends ReferralAnswer {
  /** it was written without knowing of another one, and does not count */
  crossed?: true;
}

export interface ReferralProgress {
  /** the answers, the earliest first, each once */
  steps: ReferralStep[];
  /** `waiting` until the receiver has said anything */
  state: ReferralWord | 'waiting';
  /** whether somebody still has to do something about it */
  open: boolean;
}

/** How one that was sent from here stands: on paper only, nobody got it, another took its place, or how far it came. */
export type SentState = 'paper' | 'undelivered' | 'superseded' | ReferralProgress['state'];

/** What may follow what. `received` is said by the box itself, all else by people. */
const NEXT: Record<ReferralProgress['state'], readonly ReferralWord[]> = {
  waiting: ['received', 'accepted', 'arrived', 'returned', 'cancelled'],
  received: ['accepted', 'arrived', 'returned', 'cancelled'],
  accepted: ['arrived', 'returned', 'cancelled'],
  arrived: ['seen', 'returned'],
  seen: ['closed'],
  returned: [],
  // Who stands at the counter all the same is registered.
  cancelled: ['arrived'],
  closed: [],
};

/** That a patient came and was seen is so, whatever was said before: it counts also where it crossed another answer. */
const FACTS: Partial<Record<ReferralWord, readonly ReferralProgress['state'][]>> = {
  arrived: ['returned'],
  seen: ['waiting', 'received', 'accepted', 'returned'],
};

const ENDS: readonly ReferralProgress['state'][] = ['returned', 'cancelled', 'seen', 'closed'];
/** Ended, unless the patient comes all the same. */
const REOPENS: readonly SentState[] = ['returned', 'cancelled'];

/**
 * How far a referral has come, told alike at both ends whatever the order in which the answers arrived. One box asks
 * the table before it writes; what stands against the table was written by two boxes beside each other. Where the
 * patient came, nothing was taken back, whoever wrote first.
 */
export function foldReferral(answers: readonly ReferralAnswer[]): ReferralProgress {
  const once = new Map(answers.map((answer) => [answer.reply, answer]));
  const came = answers.some(({ status }) => status === 'arrived' || status === 'seen');
  const steps: ReferralStep[] = [];
  let state: ReferralProgress['state'] = 'waiting';
  for (const answer of [...once.values()].sort(byTime)) {
    const isVoid = answer.status === 'cancelled' && came;
    const counts = !isVoid && (NEXT[state].includes(answer.status) || FACTS[answer.status]?.includes(state));
    if (counts) state = answer.status;
    // That a second box has it as well is no news.
    if (counts) steps.push(answer);
    else if (answer.status !== 'received') steps.push({ ...answer, crossed: true });
  }
  return { steps, state, open: !ENDS.includes(state) };
}

function byTime(a: ReferralAnswer, b: ReferralAnswer): number {
  return Date.parse(a.at) - Date.parse(b.at) || serialOf(a) - serialOf(b) || (a.reply < b.reply ? -1 : 1);
}

function serialOf({ reply }: ReferralAnswer): number {
  // A box that took over writes its letter before the serial: `referral-cancel:b2`.
  return Number(/\d+$/.exec(reply)?.[0]);
}

/** What people at the receiver may say next. */
export function nextReferralStates({ state }: Pick<ReferralProgress, 'state'>): readonly ReferralState[] {
  return NEXT[state].filter((next) => next !== 'received' && next !== 'cancelled');
}

/** What people have said so far. Their number is what a page carries, to tell later what it had not seen. */
export function peoplesAnswers({ steps }: Pick<ReferralProgress, 'steps'>): ReferralStep[] {
  return steps.filter(({ status }) => status !== 'received');
}

/**
 * Whether an answer may be written down: `gone-on` where people have said more than the one who answers had seen,
 * `not-next` where it cannot follow. `seen`: the number of people's answers on the page; absent: what is said is so,
 * whatever others have said meanwhile.
 */
export function judgeReferralAnswer(
  progress: ReferralProgress,
  { status, seen }: { status: ReferralState; seen?: number },
): 'may' | 'gone-on' | 'not-next' {
  if (seen !== undefined && seen !== peoplesAnswers(progress).length) return 'gone-on';
  return nextReferralStates(progress).includes(status) ? 'may' : 'not-next';
}

/** Whether the sender may still take one back: nobody has come with it, and no other stands in its place. */
export function mayCancel(state: SentState): boolean {
  if (state === 'undelivered') return true;
  return state !== 'paper' && state !== 'superseded' && NEXT[state].includes('cancelled');
}

/** The same as `judgeReferralAnswer`, for the sender who takes it back. */
export function judgeReferralCancel(
  { state, steps }: { state: SentState } & Pick<ReferralProgress, 'steps'>,
  seen?: number,
): 'may' | 'gone-on' | 'not-next' {
  if (seen !== undefined && seen !== peoplesAnswers({ steps }).length) return 'gone-on';
  return mayCancel(state) ? 'may' : 'not-next';
}

/** Whether it can be open no more, whatever is still to come. */
export function isOver({ state, open }: { state: SentState; open: boolean }): boolean {
  return !open && !REOPENS.includes(state);
}
