import { Chain, type ChainMark } from './chain.js';
import type { LedgerRecord } from './ledger-record.js';

interface Kept extends ChainMark {
  /** number of the last seal, 0 where there is none */
  seal: number;
  sealedAt: string | null;
  /** number of the last record that is no seal */
  other: number;
  otherAt: string | null;
}

/** The running chain of a box's ledger, kept beside it so that a start need not hash it all again. */
export class ChainFold {
  readonly #chain: Chain;
  #kept: Omit<Kept, 'n' | 'head'>;

  constructor(
    kept: Kept = { n: 0, head: new Chain().head, seal: 0, sealedAt: null, other: 0, otherAt: null },
  ) {
    const { n, head, ...rest } = kept;
    this.#chain = new Chain({ n, head });
    this.#kept = rest;
  }

  /** Throws where `snapshot` is none: the records are then folded from the first. */
  static restore(snapshot: unknown): ChainFold {
    const kept = snapshot as Partial<Kept> | undefined;
    if (typeof kept?.n !== 'number' || typeof kept.head !== 'string') throw new TypeError('no chain is kept');
    return new ChainFold(kept as Kept);
  }

  get n(): number {
    return this.#chain.n;
  }

  get head(): string {
    return this.#chain.head;
  }

  /** Is there anything but seals since the last seal? */
  get hasUnsealed(): boolean {
    return this.#kept.other > this.#kept.seal;
  }

  /** when the last seal was written, UTC; null where there is none */
  get sealedAt(): string | null {
    return this.#kept.sealedAt;
  }

  /** when the last record that is no seal was written, UTC */
  get writtenAt(): string | null {
    return this.#kept.otherAt;
  }

  apply(record: LedgerRecord): void {
    this.#chain.add(record);
    const { type, n, at } = record;
    if (type === 'seal') this.#kept = { ...this.#kept, seal: n, sealedAt: at };
    else this.#kept = { ...this.#kept, other: n, otherAt: at };
  }

  snapshot(): unknown {
    return { n: this.n, head: this.head, ...this.#kept } satisfies Kept;
  }
}
