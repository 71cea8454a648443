import type { Day } from '../../../records/day.js';
import type { Batch } from '../../../records/batch.js';
import type { StockFold } from '../../../records/stock-fold.js';

export interface ProposedBatch extends Batch {
  /** in stock less what lines before this one were offered; `quantity` is what is proposed */
  have: number;
}

/** Batches that are shown beside those proposed: the box in the pharmacist's hand may be a younger one. */
const MORE = 2;

/** Shares stock among the lines of a page: earliest expiry first, each unit offered once, expired ones never. */
export class Proposer {
  readonly #offered = new Map<string, number>();

  constructor(
    private readonly stock: Pick<StockFold, 'batches'>,
    private readonly day: Day,
  ) {}

  propose(item: string, need: number): ProposedBatch[] {
    let open = need;
    let more = MORE;
    const proposed: ProposedBatch[] = [];
    for (const batch of this.stock.batches(item, this.day)) {
      const key = `${item} ${batchId(batch)}`;
      const have = batch.quantity - (this.#offered.get(key) ?? 0);
      if (have <= 0) continue;
      const quantity = Math.min(have, open);
      if (quantity === 0 && --more < 0) break;
      open -= quantity;
      this.#offered.set(key, batch.quantity - have + quantity);
      proposed.push({ ...batch, quantity, have });
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
