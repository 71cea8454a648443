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

export interface ReferralProgress {
  /** the answers, the earliest first, each once */
  steps: ReferralAnswer[];
  /** `waiting` until the receiver has said anything */
  state: ReferralState | 'waiting';
  /** whether somebody still has to do something about it */
  open: boolean;
}

const ENDS: readonly ReferralState[] = ['returned', 'seen', 'closed'];

/** How far a referral has come, told alike at both ends whatever the order in which the answers arrived. */
export function foldReferral(answers: readonly ReferralAnswer[]): ReferralProgress {
  const once = new Map(answers.map((answer) => [answer.reply, answer]));
  const steps = [...once.values()].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at) || serialOf(a) - serialOf(b),
  );
  const state = steps.at(-1)?.status ?? 'waiting';
  return { steps, state, open: state === 'waiting' || !ENDS.includes(state) };
}

function serialOf({ reply }: ReferralAnswer): number {
  return Number(reply.slice(reply.lastIndexOf(':') + 1));
}

const NEXT: Record<ReferralProgress['state'], readonly ReferralState[]> = {
  waiting: ['accepted', 'arrived', 'returned'],
  received: ['accepted', 'arrived', 'returned'],
  accepted: ['arrived', 'returned'],
  arrived: ['seen', 'returned'],
  seen: ['closed'],
  returned: [],
  closed: [],
};

/** What people at the receiver may say next. */
export function nextReferralStates({ state }: Pick<ReferralProgress, 'state'>): readonly ReferralState[] {
  return NEXT[state];
}
