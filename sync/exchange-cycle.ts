import { FacilityError, type HintKey } from '../records/facility-error.js';
import type { BoxId } from '../records/ids.js';
import { exchange } from './exchange.js';
import type { BoxCheckpoints } from './exchange/box-checkpoints.js';
import { keepCheckpoints } from './exchange/keep-checkpoints.js';
import type { HealthTeller } from './health/health-teller.js';
import type { GatewayLine } from './exchange/gateway-line.js';
import { OutgoingPlan, type PlannedBundle } from './exchange/outgoing-plan.js';
import type { PaperOutgoing } from './exchange/paper-outgoing.js';
import type { UrgentOutgoing } from './exchange/urgent-outgoing.js';
import type { Lane, SyncPolicy } from './lanes.js';
import type { End, LedgerSum } from './exchange/messages.js';
import type { NewsIntake } from './exchange/news-intake.js';
import { sameSum, subtractSum } from './ledger-sum.js';
import { recount } from './recount.js';
import { isRivalled, rivalled } from './refusals.js';
import { sumLedger, withoutRefused } from './sum-ledger.js';
import { writePushMark, type PushMark } from './sync-mark.js';
import type { SyncWhy } from './sync-state.js';

export interface ExchangeCycle {
  box: BoxId;
  records: PouchDB.Database;
  news: NewsIntake;
  urgent: UrgentOutgoing;
  papers: PaperOutgoing;
  checkpoints: BoxCheckpoints;
  health: HealthTeller | null;
  /** looks at how the box is, so that it can be told */
  look: () => Promise<void>;
  policy: () => SyncPolicy;
  mark: PushMark;
  /** records up to there are other boxes', see ReplicationOptions */
  startsAt: number;
  /** whether refused records are offered once more: the centre may have been put right */
  offerRefused: boolean;
  line: GatewayLine;
  signal: AbortSignal;
  now: () => number;
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  retry: (failures: number) => number;
  /** the centre has answered for records */
  onProgress: () => void;
  /** bytes go through the line */
  onMoved: (moved: { bytes: number; speed: number }) => void;
  onReceived: (count: number) => void;
  /** the centre has lost what it had confirmed */
  onForgotten: () => void;
  /** what the operator's settings kept back; null: nothing */
  onHeldBack: (lane: Lane | null) => void;
}

/** What the sums say: `held-back` by the operator's settings; `short` and `ahead` by count; `other`: as many records, but not the same ones. */
export type SumOutcome = 'complete' | 'more-to-send' | 'held-back' | 'short' | 'ahead' | 'other' | 'unknown';

/**
 * Push, compare and pull in one round trip through the gateway. Returns false where records were written meanwhile.
 * Throws `centre-unreachable`, `centre-refused`.
 */
export async function exchangeCycle(cycle: ExchangeCycle): Promise<boolean> {
  const { mark } = cycle;
  const isNews = ({ lacks }: Compared): boolean =>
    lacks !== undefined && !(mark.inVain && sameSum(lacks, mark.inVain));
  const first = await converseAndCompare(cycle);
  const last =
    first.copies > 1 && isNews(first)
      ? await recount({
          first,
          copies: first.copies,
          lacking: ({ lacks }) => lacks?.count ?? 0,
          look: () => converseAndCompare(cycle),
          pause: (ms) => cycle.pause(ms, cycle.signal),
        })
      : first;
  let { outcome, lacks } = last;
  if (isNews(last)) {
    // The centre's database is older than what it confirmed, or somebody deleted there: it gets everything anew.
    await forget(cycle);
    ({ outcome, lacks } = await converseAndCompare(cycle));
    if (lacks) mark.inVain = lacks;
  }
  // What the operator's settings keep back waits for its time; the next cycle need not hurry.
  if (outcome === 'held-back') return true;
  if (outcome === 'more-to-send') return false;
  if (outcome !== 'complete') {
    await writePushMark(cycle.records, mark);
    throw outcome === 'ahead' && isRivalled(mark.refused) ? rivalled() : differs(outcome);
  }
  delete mark.inVain;
  if (mark.refused.length === 0) {
    mark.lastConfirmed = new Date(cycle.now()).toISOString();
    await writePushMark(cycle.records, mark);
  }
  return true;
}

async function converseAndCompare(cycle: ExchangeCycle): Promise<Compared & { copies: number }> {
  const told = await converse(cycle);
  const compared = await compare(cycle, told);
  await keepCheckpoints(cycle, told, compared.outcome === 'complete');
  return { ...compared, copies: told.copies ?? 1 };
}

interface Told extends End {
  heldBack: Lane | null;
}

/** Sends, and takes what comes. */
async function converse(cycle: ExchangeCycle): Promise<Told> {
  const { box, line, news, urgent, papers, checkpoints, health, onMoved } = cycle;
  await news.read();
  await checkpoints.read();
  for (;;) {
    await cycle.look();
    const plan = new OutgoingPlan({ ...cycle, lineBytes: () => line.bytes });
    try {
      const end = await exchange({
        ...cycle,
        path: `/exchange/${box}`,
        now: () => performance.now(),
        hello: () => {
          const hello = checkpoints.introduce(news.hello());
          return health?.introduce(hello) ?? hello;
        },
        next: () => plan.next(),
        reached: () => checkpoints.untold(plan.reached),
        onConfirmed: (bundle, confirmed) => plan.confirm(bundle as PlannedBundle, confirmed),
        onNews: async (head, bytes) => cycle.onReceived(await news.keep(head, bytes)),
        onProgress: onMoved,
      });
      const isAsked = health?.hear(end) ?? false;
      const isNew = await checkpoints.hear(end);
      const heardAll = await news.heardAll(end);
      if (heardAll && !isAsked && !(isNew && checkpoints.untold(plan.reached)))
        return { ...end, heldBack: plan.heldBack };
    } finally {
      urgent.again();
      papers.again();
      await plan.save();
      cycle.onHeldBack(plan.heldBack);
    }
  }
}

interface Compared {
  outcome: SumOutcome;
  /** the difference, where sending everything anew may help */
  lacks?: LedgerSum;
}

async function compare(cycle: ExchangeCycle, { holds, heldBack }: Told): Promise<Compared> {
  const { records, mark, startsAt } = cycle;
  const { update_seq: end } = await records.info();
  if (Number(end) > mark.confirmed) return { outcome: heldBack ? 'held-back' : 'more-to-send' };
  if (!holds) return { outcome: 'unknown' };
  mark.summed = await sumLedger(records, mark.summed, startsAt, mark.confirmed);
  const expected = await withoutRefused(records, mark.summed.sum, mark);
  if (sameSum(holds, expected)) return { outcome: 'complete' };
  if (holds.count > expected.count) return { outcome: 'ahead' };
  return {
    outcome: holds.count === expected.count ? 'other' : 'short',
    lacks: subtractSum(expected, holds),
  };
}

async function forget({ records, mark, startsAt, checkpoints, onForgotten }: ExchangeCycle): Promise<void> {
  mark.confirmed = startsAt;
  mark.refused = [];
  delete mark.underWay;
  delete mark.checkpoint;
  checkpoints.forget('records');
  await writePushMark(records, mark);
  onForgotten();
}

function differs(outcome: 'short' | 'ahead' | 'other' | 'unknown'): FacilityError {
  const [message, hint] = WORDS[outcome];
  const why: SyncWhy = outcome === 'ahead' ? 'ahead' : outcome === 'unknown' ? 'unknown-box' : 'lacks';
  return new FacilityError('centre-refused', message, { hint, params: { outcome, why } });
}

const WORDS: Record<'short' | 'ahead' | 'other' | 'unknown', [message: string, hint: HintKey]> = {
  short: ["After everything was sent the centre lacks some of this box's records", 'hints.deletedThere'],
  ahead: ['The centre holds records that this box does not have', 'hints.oldBackup'],
  other: ['The centre holds other records than this box under the same numbers', 'hints.verifyNamesDays'],
  unknown: ['The centre cannot say what it holds of this box', 'hints.sentNotCompared'],
};
