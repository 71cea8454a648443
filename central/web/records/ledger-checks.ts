import { FacilityError } from '../../../records/facility-error.js';
import type { BoxId } from '../../../records/ids.js';
import type { LedgerReport } from '../../../records/ledger-finding.js';
import type { Job, Progress } from '../../../records/progress.js';

/** A check holds a box's hashes in memory, and reads all its records. */
const AT_ONCE = 2;
/** When somebody who has to wait may come again, seconds. */
export const COME_AGAIN_S = 15;
/** A page that has not asked for so long, milliseconds, was closed: what it began ends. */
const GONE_MS = 30_000;
/** How long an outcome is kept for its viewer, milliseconds. */
const KEPT_MS = 15 * 60_000;

export interface PageCheck {
  box: BoxId;
  progress: Progress;
  /** milliseconds since 1970, when its page last asked */
  asked: number;
  outcome?: { report: LedgerReport; at: number } | { error: unknown; at: number };
}

/** The checks of ledgers that viewers began: two at once, one a viewer. Kept in memory only. */
export class LedgerChecks {
  readonly #running = new Map<string, symbol>();
  readonly #pages = new Map<string, PageCheck>();

  constructor(private readonly now: () => number) {}

  /**
   * A place for one check; whoever took it calls what this gives when it is over, once or more often. Throws
   * `too-many-tries`.
   */
  claim(viewer: string): () => void {
    if (this.#running.size >= AT_ONCE || this.#running.has(viewer)) {
      throw new FacilityError('too-many-tries', 'Records are being checked already', {
        hint: `Wait until that has ended; come again in ${COME_AGAIN_S} seconds.`,
        params: { seconds: COME_AGAIN_S },
      });
    }
    const place = Symbol(viewer);
    this.#running.set(viewer, place);
    return () => {
      // The next one of the same viewer may stand there already.
      if (this.#running.get(viewer) === place) this.#running.delete(viewer);
    };
  }

  /** Begins a check that goes on between the requests of a page. Throws as `claim`. */
  begin(viewer: string, box: BoxId, job: Job<LedgerReport>): void {
    const free = this.claim(viewer);
    const check: PageCheck = {
      ...{ box, asked: this.now() },
      progress: { step: 'audit.reading', done: 0, unit: 'records' },
    };
    this.#forgetOld();
    this.#pages.set(viewer, check);
    void this.#run(check, job).finally(free);
  }

  /** What a viewer began of this box, if that is still known; the viewer is there, so it goes on. */
  ask(viewer: string, box: BoxId): PageCheck | null {
    const check = this.#pages.get(viewer);
    if (check?.box !== box) return null;
    check.asked = this.now();
    return check;
  }

  async #run(check: PageCheck, job: Job<LedgerReport>): Promise<void> {
    try {
      for (;;) {
        const step = await job.next();
        if (step.done) return void (check.outcome = { report: step.value, at: this.now() });
        check.progress = step.value;
        if (this.now() - check.asked <= GONE_MS) continue;
        await job.return(undefined as never);
        const error = new FacilityError('not-found', 'Nobody waited for it');
        return void (check.outcome = { error, at: this.now() });
      }
    } catch (error) {
      check.outcome = { error, at: this.now() };
    }
  }

  #forgetOld(): void {
    for (const [viewer, { outcome }] of this.#pages) {
      if (outcome && this.now() - outcome.at > KEPT_MS) this.#pages.delete(viewer);
    }
  }
}
