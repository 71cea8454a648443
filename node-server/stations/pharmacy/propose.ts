import { isExpired, lastGoodDay, type Batch } from '../../../records/batch.js';
import { batchesForCourse } from '../../../records/course.js';
import type { Day } from '../../../records/day.js';
import type { StockFold } from '../../../records/stock-fold.js';

export interface ProposedBatch extends Batch {
  /** in stock less what lines before this one were offered; `quantity` is what is proposed */
  have: number;
  /** its last good day, where that comes before the end of the course */
  endsBefore: Day | null;
}

/** Batches of either kind that are shown beside those proposed: the box in the pharmacist's hand may be another one. */
const MORE = 2;

/**
 * Shares stock among the lines of a page: of the batches that last the course the earliest expiry first, then the
 * others; each unit offered once, expired ones never.
 */
export class Proposer {
  readonly #offered = new Map<string, number>();

  constructor(
    private readonly stock: Pick<StockFold, 'batches'>,
    private readonly day: Day,
  ) {}

  /** @param end the last day of the course */
  propose(item: string, need: number, end: Day): ProposedBatch[] {
    let open = need;
    const more = { lasting: MORE, short: MORE };
    const proposed: ProposedBatch[] = [];
    for (const batch of batchesForCourse(this.stock.batches(item, this.day), end)) {
      const key = `${item} ${batchId(batch)}`;
      const have = batch.quantity - (this.#offered.get(key) ?? 0);
      if (have <= 0) continue;
      const quantity = Math.min(have, open);
      const kind = isExpired(batch, end) ? 'short' : 'lasting';
      if (quantity === 0 && --more[kind] < 0) continue;
      open -= quantity;
      this.#offered.set(key, batch.quantity - have + quantity);
      const endsBefore = kind === 'short' ? lastGoodDay(batch) : null;
      proposed.push({ ...batch, quantity, have, endsBefore });
    }
    return proposed;
  }
}

/** A batch as a form names it: `2027-03 AB12`. */
export function batchId({ batch, expiry }: Pick<Batch, 'batch' | 'expiry'>): string {
  return `${expiry} ${batch}`;
}

export function readBatchId(text: string): { batch: string; expiry: string } | null {
  const match = /^(\d{4}-\d{2}) (.+)$/s.exec(text);
  return match ? { expiry: match[1] ?? '', batch: match[2] ?? '' } : null;
}
