import type { ReferralState } from './care.js';
import type { Words } from './envelope.js';
import type { VisitId } from './ids.js';

/** What a receiver said of a referral: its own record, or the copy that the router put into the sender's inbox. */
export interface ReferralAnswer {
  /** the id of the receiver's record; the same answer may come twice */
  reply: string;
  status: ReferralState;
  at: string;
  by: string;
  signer?: Words;
  feedback?: string;
  /** at the receiver: the visit that it led to */
  visit?: VisitId;
}

export interface ReferralStep extends ReferralAnswer {
  /** two boxes of one facility answered without knowing of each other: this one was too late to count */
  crossed?: true;
}

export interface ReferralProgress {
  /** the answers, the earliest first, each once */
  steps: ReferralStep[];
  /** `waiting` until the receiver has said anything */
  state: ReferralState | 'waiting';
  /** whether somebody still has to do something about it */
  open: boolean;
}

/** How one that was sent from here stands: on paper only, nobody got it, another took its place, or how far it came. */
export type SentState = 'paper' | 'undelivered' | 'superseded' | ReferralProgress['state'];

/** What may follow what. `received` is said by the box itself, all else by people. */
const NEXT: Record<ReferralProgress['state'], readonly ReferralState[]> = {
  waiting: ['received', 'accepted', 'arrived', 'returned'],
  received: ['accepted', 'arrived', 'returned'],
  accepted: ['arrived', 'returned'],
  arrived: ['seen', 'returned'],
  seen: ['closed'],
  returned: [],
  closed: [],
};

/** That a patient came and was seen is so, whatever was said before: it counts also where it crossed another answer. */
const FACTS: Partial<Record<ReferralState, readonly ReferralProgress['state'][]>> = {
  arrived: ['returned'],
  seen: ['waiting', 'received', 'accepted', 'returned'],
};

const ENDS: readonly ReferralProgress['state'][] = ['returned', 'seen', 'closed'];

/**
 * How far a referral has come, told alike at both ends whatever the order in which the answers arrived. One box asks
 * the table before it writes; what stands against the table was written by two boxes beside each other.
 */
export function foldReferral(answers: readonly ReferralAnswer[]): ReferralProgress {
  const once = new Map(answers.map((answer) => [answer.reply, answer]));
  const steps: ReferralStep[] = [];
  let state: ReferralProgress['state'] = 'waiting';
  for (const answer of [...once.values()].sort(byTime)) {
    const counts = NEXT[state].includes(answer.status) || FACTS[answer.status]?.includes(state);
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
  return Number(reply.slice(reply.lastIndexOf(':') + 1));
}

/** What people at the receiver may say next. */
export function nextReferralStates({ state }: Pick<ReferralProgress, 'state'>): readonly ReferralState[] {
  return NEXT[state].filter((next) => next !== 'received');
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
