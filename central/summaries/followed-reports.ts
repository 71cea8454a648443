import type { Day } from '../../records/day.js';
import { SUMMARIES_DATABASE } from '../centre-databases.js';
import type { RouterCouch } from '../router/router-couch.js';
import { REPORTED_DAYS } from './reported-design.js';
import { facilityDayOf } from './stored-summary.js';

/** From which day to which a facility has ever reported. */
export interface Reported {
  first: Day;
  last: Day;
}

/** Of changes no more is read than ids. */
const PAGE = 2_000;
/**
 * So often the view is read again, in milliseconds: of a cluster it may be of a copy that is behind the one whose
 * sequence was told, and what it lacks no change tells again.
 */
const AGAIN_MS = 600_000;

/**
 * The first and last day that each facility reported, by its code: read once, a small row a facility, and then kept by
 * the update sequence of `summaries`. A page costs what was written since the last one, however many facilities there
 * are; and nothing is kept here that the ids of the summaries do not say.
 */
export class FollowedReports {
  #reported = new Map<string, Reported>();
  /** up to where it was read; null: not yet */
  #since: string | null = null;
  #readAt = -Infinity;
  #reading: Promise<void> | null = null;

  /** @param couch as a user of role `centre` */
  constructor(
    private readonly couch: RouterCouch,
    private readonly now: () => number,
  ) {}

  /** Who asks while it is being read shares the answer. Throws `centre-unreachable`, `centre-refused`. */
  async read(): Promise<ReadonlyMap<string, Reported>> {
    await (this.#reading ??= this.#update().finally(() => (this.#reading = null)));
    return this.#reported;
  }

  async #update(): Promise<void> {
    if (this.#since === null) return this.#begin();
    if (this.now() - this.#readAt >= AGAIN_MS) await this.#takeAll();
    return this.#goOn(this.#since);
  }

  /** The sequence first: what is written while the rest is read comes twice rather than never. */
  async #begin(): Promise<void> {
    const now = await this.couch.changedIds(SUMMARIES_DATABASE, 'now', 1);
    this.#reported = new Map();
    await this.#takeAll();
    this.#since = now?.last ?? null;
  }

  /** To what is known comes what the view has: days only join, so that a copy that is behind takes none away. */
  async #takeAll(): Promise<void> {
    const rows = await this.couch.grouped<{ min: number; max: number }>(SUMMARIES_DATABASE, REPORTED_DAYS, 4);
    for (const { key, value } of rows) {
      const facility = (key as string[]).at(-1) ?? '';
      for (const day of [value.min, value.max]) this.#take(facility, String(day));
    }
    this.#readAt = this.now();
  }

  async #goOn(since: string): Promise<void> {
    for (let from = since; ;) {
      const page = await this.couch.changedIds(SUMMARIES_DATABASE, from, PAGE);
      // A sequence of before the database was restored, or a day that somebody took away.
      if (page === null || page.deleted.length > 0) return this.#begin();
      for (const id of page.written) {
        const found = facilityDayOf(id);
        if (found) this.#take(found.facility, found.day);
      }
      from = this.#since = page.last;
      if (page.pending === 0) return;
    }
  }

  #take(facility: string, day: Day): void {
    const { first, last } = this.#reported.get(facility) ?? { first: day, last: day };
    this.#reported.set(facility, { first: day < first ? day : first, last: day > last ? day : last });
  }
}
