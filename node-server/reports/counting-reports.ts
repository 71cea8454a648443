import { setTimeout as pause } from 'node:timers/promises';
import type { Report } from '../../records/report.js';
import type { OnDays } from './report-desk.js';

/** A report that takes longer than a page may wait. */
export interface Counting {
  counting: true;
  /** of the days that it is counted from */
  done: number;
  total: number;
}

interface Far {
  done: number;
  total: number;
  isOver: boolean;
  askedAt: number;
}

interface Job {
  report: Promise<Report>;
  far: Far;
}

export interface CountingReportsOptions {
  /** how long who asks waits at most before hearing how far it is, milliseconds */
  patienceMs?: number;
  /** a report that nobody asked for again after so long is counted no further, milliseconds */
  forgottenMs?: number;
  monotonic?: () => number;
}

/** Nobody waits for it any more. */
class Forgotten extends Error {}

/** The reports that pages wait for: counted once for all who ask meanwhile, and no further when nobody asks again. */
export class CountingReports {
  readonly #jobs = new Map<string, Job>();
  readonly #options: Required<CountingReportsOptions>;

  constructor(options: CountingReportsOptions = {}) {
    this.#options = { patienceMs: 800, forgottenMs: 15_000, monotonic: () => performance.now(), ...options };
  }

  /**
   * The report, or how far it is. A finished one is handed out once to who was told to wait (`again`); whoever comes
   * fresh gets the figures of now.
   */
  async ask(
    key: string,
    build: (onDays: OnDays) => Promise<Report>,
    { again = false } = {},
  ): Promise<Report | Counting> {
    this.#dropForgotten();
    const standing = this.#jobs.get(key);
    const job = standing && (again || !standing.far.isOver) ? standing : this.#begin(key, build);
    const { report, far } = job;
    far.askedAt = this.#options.monotonic();
    await Promise.race([report.catch(() => undefined), pause(this.#options.patienceMs)]);
    if (!far.isOver) return { counting: true, done: far.done, total: far.total };
    if (this.#jobs.get(key) === job) this.#jobs.delete(key);
    return report;
  }

  #begin(key: string, build: (onDays: OnDays) => Promise<Report>): Job {
    const far: Far = { done: 0, total: 0, isOver: false, askedAt: this.#options.monotonic() };
    const report = build((done, total) => {
      if (this.#isForgotten(far)) throw new Forgotten(key);
      far.done = done;
      far.total = total;
    });
    const over = (): void => {
      far.isOver = true;
    };
    report.then(over, over);
    const job = { report, far };
    this.#jobs.set(key, job);
    return job;
  }

  #dropForgotten(): void {
    for (const [key, { far }] of this.#jobs) if (this.#isForgotten(far)) this.#jobs.delete(key);
  }

  #isForgotten({ askedAt }: Far): boolean {
    return this.#options.monotonic() - askedAt > this.#options.forgottenMs;
  }
}
