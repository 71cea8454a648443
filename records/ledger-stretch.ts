import { Chain, type ChainMark } from './chain.js';
import type { Entry } from './ledger-entry.js';

/** More records of one number than these are not tried in each other's place. */
const TRIED = 8;

/** The records of a ledger between two places whose chain is known. */
export interface Stretch {
  start: ChainMark;
  /** where it ends by a seal; null: the tail, still open */
  end: ChainMark | null;
  /** in the order in which they came */
  entries: Entry[];
  /** of the record before, milliseconds since 1970 */
  atBefore: number | null;
}

export interface Settled {
  /** one entry for each number, in order of `n` */
  chosen: Entry[];
  /** further entries with a number that another one has */
  doubles: Entry[];
  /** no number is missing */
  complete: boolean;
  /** the chain at its end; null where a number is missing */
  head: string | null;
  /** the chain meets the seal; null where there is none or a number is missing */
  fits: boolean | null;
}

/** Puts a stretch in order and reckons its chain; of records with the same number the one that fits the seal counts. */
export function settleStretch({ start, end, entries }: Stretch): Settled {
  const sorted = [...entries].sort((a, b) => a.n - b.n);
  const chosen = sorted.filter((entry, place) => entry.n !== sorted[place - 1]?.n);
  const doubles = sorted.filter((entry, place) => entry.n === sorted[place - 1]?.n);
  const complete = chosen.length === (end?.n ?? chosen.at(-1)?.n ?? start.n) - start.n;
  if (!complete) return { chosen, doubles, complete, head: null, fits: null };
  const head = headOf(start, chosen);
  if (end === null || head === end.head || doubles.length > TRIED) {
    return { chosen, doubles, complete, head, fits: end && head === end.head };
  }
  for (const double of doubles) {
    const other = chosen.map((entry) => (entry.n === double.n ? double : entry));
    if (headOf(start, other) !== end.head) continue;
    const rest = [...chosen, ...doubles].filter((entry) => !other.includes(entry));
    return { chosen: other, doubles: rest, complete, head: end.head, fits: true };
  }
  return { chosen, doubles, complete, head, fits: false };
}

/** The chain at `n`, which lies in the stretch; null where a number up to it is missing. */
export function headAt(stretch: Stretch, n: number): string | null {
  const entries = stretch.entries.filter((entry) => entry.n <= n);
  const { chosen, head } = settleStretch({ ...stretch, end: null, entries });
  return stretch.start.n + chosen.length === n ? head : null;
}

function headOf(start: ChainMark, entries: readonly Entry[]): string {
  const chain = new Chain(start);
  for (const { hash } of entries) chain.addHash(hash);
  return chain.head;
}
