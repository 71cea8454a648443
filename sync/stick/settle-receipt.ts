import type { LedgerSum } from '../exchange/messages.js';
import { addRevisions, sameSum } from '../ledger-sum.js';
import { sumLedger, withoutRefused } from '../sum-ledger.js';
import type { PushMark } from '../sync-mark.js';
import type { Receipt } from './receipt.js';

/**
 * `complete`: count and sum of all that is here agree. `up-to`: they agree up to an earlier record, and what follows
 * waits. `short`: the centre has less than it had taken, or other records under the same count: it gets them anew.
 * `ahead`: it holds more than this box. `unknown`: its database cannot count.
 */
export type ReceiptOutcome = 'complete' | 'up-to' | 'short' | 'ahead' | 'unknown';

export interface Settled {
  outcome: ReceiptOutcome;
  /** the record up to which count and sum agree; null where they agree nowhere */
  agrees: number | null;
}

/**
 * Moves the mark by the centre's receipt, and says how far count and sum agree. An old receipt takes nothing back;
 * only the newest one may tell that the centre lost something.
 *
 * @param startsAt records up to there are other boxes', see ReplicationOptions
 */
export async function settleReceipt(
  records: PouchDB.Database,
  mark: PushMark,
  receipt: Receipt,
  { startsAt, isNewest }: { startsAt: number; isNewest: boolean },
): Promise<Settled> {
  const end = Number((await records.info()).update_seq);
  takeRuns(mark, receipt, end);
  const { holds } = receipt;
  if (!holds) return { outcome: 'unknown', agrees: null };
  const reached = prefixOf(holds, mark, startsAt);
  if (reached > end) return { outcome: 'ahead', agrees: null };
  const took = Math.max(startsAt, ...receipt.took.map(({ upTo }) => upTo));
  const agrees = reached >= startsAt && sameSum(holds, await sumUpTo(records, mark, startsAt, reached));
  if (!agrees || reached < took) {
    if (isNewest) goBackTo(mark, agrees ? reached : startsAt);
    return { outcome: 'short', agrees: agrees ? reached : null };
  }
  mark.confirmed = Math.max(mark.confirmed, reached);
  const isAll = reached === end && mark.refused.length === 0;
  if (isAll) mark.lastConfirmed = receipt.at;
  return { outcome: isAll ? 'complete' : 'up-to', agrees: reached };
}

function takeRuns(mark: PushMark, { took, refused, at }: Receipt, end: number): void {
  for (const { from, upTo } of [...took].sort((a, b) => a.from - b.from))
    if (from <= mark.confirmed && upTo <= end) mark.confirmed = Math.max(mark.confirmed, upTo);
  const others = mark.refused.filter(({ id }) => !refused.some((one) => one.id === id));
  mark.refused = [...others, ...refused.map((one) => ({ ...one, at }))];
  const ahead = mark.ahead?.filter((n) => n > mark.confirmed) ?? [];
  if (ahead.length > 0) mark.ahead = ahead;
  else delete mark.ahead;
  if (mark.underWay && mark.underWay.from <= mark.confirmed) delete mark.underWay;
}

/** A box's records arrive in order, but for those that went ahead: so their count says up to where they are there. */
function prefixOf({ count }: LedgerSum, { refused, ahead = [] }: PushMark, startsAt: number): number {
  const most = startsAt + count + refused.length;
  let reached = most;
  for (let tries = 0; tries <= ahead.length; tries += 1) {
    const behind = ahead.filter((n) => n > reached).length;
    if (most - behind === reached) break;
    reached = most - behind;
  }
  return reached;
}

async function sumUpTo(
  records: PouchDB.Database,
  mark: PushMark,
  startsAt: number,
  reached: number,
): Promise<LedgerSum> {
  const run = await sumLedger(records, mark.summed, startsAt, reached);
  mark.summed = run;
  let { sum } = run;
  for (const n of mark.ahead?.filter((one) => one > reached) ?? []) {
    const { results } = await records.changes({ since: n - 1, limit: 1 });
    sum = addRevisions(
      sum,
      results.flatMap(({ changes }) => changes.map(({ rev }) => rev)),
    );
  }
  return withoutRefused(records, sum, mark);
}

function goBackTo(mark: PushMark, n: number): void {
  mark.confirmed = Math.min(mark.confirmed, n);
  delete mark.underWay;
  delete mark.lastConfirmed;
}
