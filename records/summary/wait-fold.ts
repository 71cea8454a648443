import type { Station } from '../care.js';
import type { Day } from '../day.js';
import { minutesBetween } from '../minutes-between.js';
import { isOpen } from '../queue-entry.js';
import type { VisitFacts } from '../reports/visit-facts.js';
import { RESULT, waitHistogram, waitScale, type WaitHistogram } from './wait-histogram.js';

/** Stations whose first call is timed from the slip: the patient's own clock, whatever stands between. */
const REACHED: readonly Station[] = ['doctor', 'pharmacy'];

/**
 * How long the patients of a day waited from their slip until the doctor and the pharmacy called, and until their visit
 * was over; and how long each result that came on a day was waited for since it was ordered. Who was never called is not in it: such visits are counted among those that nobody closed.
 */
export class WaitFold {
  readonly #waits = new Map<string, number[]>();

  constructor(private readonly period: { from: Day; to: Day }) {}

  take({ day, entry, facts }: VisitFacts): void {
    for (const fact of facts) {
      if (fact.minutes !== undefined && this.#isIn(fact.day)) this.#add(RESULT, fact.minutes);
    }
    if (!this.#isIn(day)) return;
    const { station, enteredAt, wait, stays } = entry;
    const called = stays.filter(({ service }) => service !== null);
    const here = isOpen(entry) && wait !== null ? [{ station, enteredAt, wait }] : [];
    const start = stays[0]?.enteredAt ?? enteredAt;
    for (const reached of REACHED) {
      const first = [...called, ...here].find((stay) => stay.station === reached);
      if (first) this.#add(reached, minutesBetween(start, first.enteredAt) + first.wait);
    }
    if (entry.state === 'finished') this.#add('stay', minutesBetween(start, entry.since));
  }

  waits(): Record<string, WaitHistogram> {
    return Object.fromEntries(
      [...this.#waits].map(([code, minutes]) => [code, waitHistogram(minutes, waitScale(code))]),
    );
  }

  #isIn(day: Day): boolean {
    return day >= this.period.from && day <= this.period.to;
  }

  #add(code: string, minutes: number): void {
    const waits = this.#waits.get(code);
    if (waits) waits.push(minutes);
    else this.#waits.set(code, [minutes]);
  }
}
