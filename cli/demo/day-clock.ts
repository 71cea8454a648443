interface Appointment {
  at: number;
  order: number;
  run: () => void;
}

/** A clock for a simulated day: what is planned happens in order of time, as far as `runUntil` goes. */
export class DayClock {
  #now: number;
  #order = 0;
  readonly #plans: Appointment[] = [];

  constructor(start: number) {
    this.#now = start;
  }

  readonly now = (): number => this.#now;

  /** Jumps forward; never back. */
  set(instant: number): void {
    this.#now = Math.max(this.#now, instant);
  }

  plan(at: number, run: () => void): void {
    this.#order += 1;
    this.#plans.push({ at, order: this.#order, run });
    this.#plans.sort((a, b) => a.at - b.at || a.order - b.order);
  }

  /** Runs everything that is planned up to `end`; what lies later is forgotten. */
  runUntil(end: number): void {
    for (let next = this.#plans.shift(); next; next = this.#plans.shift()) {
      if (next.at > end) break;
      this.set(next.at);
      next.run();
    }
    this.#plans.length = 0;
    this.set(end);
  }
}
