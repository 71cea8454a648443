import { dayOf, startOfDay, type Day } from '../day.js';

const HOUR_MS = 3_600_000;

/**
 * The Indian day and hour of instants. Reports ask it of every record of a month, which come in order of days, so the
 * day that was found last is tried first.
 */
export class IndianHours {
  #day: Day = '';
  #start = Infinity;

  /** `at`: ISO 8601, UTC */
  find(at: string): { day: Day; hour: number } {
    const instant = Date.parse(at);
    if (!(instant >= this.#start && instant < this.#start + 24 * HOUR_MS)) {
      this.#day = dayOf(instant);
      this.#start = startOfDay(this.#day);
    }
    return { day: this.#day, hour: Math.floor((instant - this.#start) / HOUR_MS) };
  }
}
