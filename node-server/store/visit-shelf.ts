import { visitOf, type VisitId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Fold } from './fold.js';

/**
 * The visits at hand, each with all its records in order of `n`: today's and those that were opened lately.
 * The oldest opened ones leave when there are more than `room`; a visit that is being written never leaves.
 */
export class VisitShelf implements Fold {
  readonly #visits = new Map<VisitId, LedgerRecord[]>();
  readonly #coming = new Map<VisitId, Promise<LedgerRecord[]>>();

  constructor(
    private readonly read: (visit: VisitId) => Promise<LedgerRecord[]>,
    private readonly on: { enter(records: LedgerRecord[]): void; leave(visit: VisitId): void },
    /** true while a visit's latest records are not yet on disk */
    private readonly isPinned: (visit: VisitId, records: LedgerRecord[]) => boolean,
    private readonly room = 1_000,
  ) {}

  /** Records of a visit that is at hand; empty where it isn't. */
  get(visit: VisitId): readonly LedgerRecord[] {
    return this.#visits.get(visit) ?? [];
  }

  has(visit: VisitId): boolean {
    return this.#visits.has(visit);
  }

  /** A visit's records; empty where there is no such visit. */
  async load(visit: VisitId): Promise<readonly LedgerRecord[]> {
    const standing = this.#visits.get(visit);
    if (standing) {
      // Moves to the young end.
      this.#visits.delete(visit);
      this.#visits.set(visit, standing);
      return standing;
    }
    let coming = this.#coming.get(visit);
    if (!coming) {
      coming = this.#fetch(visit).finally(() => this.#coming.delete(visit));
      this.#coming.set(visit, coming);
    }
    return coming;
  }

  apply(record: LedgerRecord): void {
    if (!record._id.startsWith('visit:')) return;
    const visit = visitOf(record._id);
    const standing = this.#visits.get(visit);
    if (standing) standing.push(record);
    else if (record._id === visit) this.#put(visit, [record]);
  }

  #put(visit: VisitId, records: LedgerRecord[]): void {
    this.#visits.set(visit, records);
    if (this.#visits.size <= this.room) return;
    for (const [oldest, held] of this.#visits) {
      if (this.#visits.size <= this.room) break;
      if (oldest === visit || this.isPinned(oldest, held)) continue;
      this.#visits.delete(oldest);
      this.on.leave(oldest);
    }
  }

  async #fetch(visit: VisitId): Promise<LedgerRecord[]> {
    const records = await this.read(visit);
    // The visit may have been made while this was reading; and one that does not exist takes no room.
    const made = this.#visits.get(visit);
    if (made || records.length === 0) return made ?? [];
    this.#put(visit, records);
    this.on.enter(records);
    return records;
  }
}
