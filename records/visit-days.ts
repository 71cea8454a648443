import type { Day } from './day.js';
import { FacilityError } from './facility-error.js';
import type { LedgerRecord } from './ledger-record.js';

interface Snapshot {
  format: 1;
  days: [Day, number][];
}

/**
 * The number of the last record that was added to the visits of each day, whoever began them. What was counted of a
 * day up to that number is still right, however long ago it was counted: records are added and never changed.
 */
export class VisitDays {
  readonly #last = new Map<Day, number>();

  /** Throws `store-damaged` where this is no snapshot of this version: the records must be folded again. */
  static restore(json: unknown): VisitDays {
    const snapshot = json as Partial<Snapshot> | null | undefined;
    if (snapshot?.format !== 1 || !Array.isArray(snapshot.days)) {
      throw new FacilityError('store-damaged', 'The snapshot of the days cannot be read.');
    }
    const fold = new VisitDays();
    for (const [day, n] of snapshot.days) fold.#last.set(day, n);
    return fold;
  }

  apply({ _id, n }: LedgerRecord): void {
    if (!_id.startsWith('visit:')) return;
    const day = _id.indexOf(':', 'visit:'.length) + 1;
    this.#last.set(_id.slice(day, day + 8), n);
  }

  /** 0 where nobody came on that day. */
  last(day: Day): number {
    return this.#last.get(day) ?? 0;
  }

  /** Those on which anybody came. */
  days(): Day[] {
    return [...this.#last.keys()];
  }

  snapshot(): unknown {
    return { format: 1, days: [...this.#last] } satisfies Snapshot;
  }
}
