import type { BundledRecord } from '../../sync/bundle.js';
import type { Hello, LedgerSum } from '../../sync/exchange/messages.js';
import { readHealth } from '../../sync/health/pack-health.js';
import type { Heard } from '../monitor/contact.js';
import type { Refused } from './box-couch.js';

/** What one exchange tells of its box, bit by bit. */
export class ExchangeHeard {
  /** as the hello said it, less what was written since; undefined: it said nothing */
  #waiting: number | undefined;

  constructor(private readonly onHeard: (heard: Heard) => void) {}

  hello({ health, waiting }: Hello): void {
    if (Number.isSafeInteger(waiting) && (waiting ?? -1) >= 0) this.#waiting = waiting;
    const sound = readHealth(health);
    this.#tell(sound ? { health: sound } : {});
  }

  wrote(records: readonly BundledRecord[], refused: readonly Refused[]): void {
    const isRefused = new Set(refused.map(({ id }) => id));
    const written = records.filter(({ _id }) => !isRefused.has(_id));
    if (this.#waiting !== undefined) this.#waiting = Math.max(0, this.#waiting - written.length);
    const confirmedN = written.reduce((highest, { n }) => Math.max(highest, n), 0);
    this.#tell(confirmedN === 0 ? {} : { confirmedN });
  }

  holds(sum: LedgerSum | null): void {
    this.#tell(sum ? { holds: sum.count } : {});
  }

  #tell(heard: Heard): void {
    this.onHeard({ ...heard, ...(this.#waiting === undefined ? {} : { waiting: this.#waiting }) });
  }
}
