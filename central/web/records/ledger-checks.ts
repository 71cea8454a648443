import { FacilityError } from '../../../records/facility-error.js';
import type { BoxId } from '../../../records/ids.js';
import type { LedgerReport } from '../../../records/ledger-finding.js';
import type { Job, Progress } from '../../../records/progress.js';
import { CheckQueue, inTurn } from './check-queue.js';

/** A page that has not asked for so long, milliseconds, was closed: what it began ends. */
const GONE_MS = 30_000;
/** How long an outcome is kept for its viewer, milliseconds. */
const KEPT_MS = 15 * 60_000;

export interface PageCheck {
  box: BoxId;
  progress: Progress;
  /** milliseconds since 1970, when its page last asked; null: its viewer stopped it */
  asked: number | null;
  outcome?: { report: LedgerReport; at: number } | { error: unknown; at: number };
}

export interface LedgerChecksOptions {
  /** a check of a box's ledger; it has not begun yet */
  check: (box: BoxId) => Job<LedgerReport>;
  now: () => number;
  /** hears what is no error of ours */
  onTrouble: (error: unknown) => void;
}

/** The checks of ledgers that viewers began: two at once, one a viewer, the others wait. Kept in memory only. */
export class LedgerChecks {
  readonly #queue = new CheckQueue();
  readonly #pages = new Map<string, PageCheck>();

  constructor(private readonly options: LedgerChecksOptions) {}

  /**
   * A check that ends with the connection of whoever asked, who calls `leave` when it is over, once or more often. Throws
   * `too-many-tries`.
   */
  follow(viewer: string, box: BoxId): { job: Job<LedgerReport>; leave: () => void } {
    const place = this.#queue.join(viewer);
    return { job: inTurn(place, this.options.check(box)), leave: place.leave };
  }

  /** Begins a check that goes on between the requests of a page. Throws as `follow`. */
  begin(viewer: string, box: BoxId): void {
    const { job } = this.follow(viewer, box);
    const check: PageCheck = {
      ...{ box, asked: this.options.now() },
      progress: { step: 'audit.reading', done: 0, unit: 'records' },
    };
    this.#forgetOld();
    this.#pages.set(viewer, check);
    void this.#run(check, job);
  }

  /** What a viewer began of this box, if that is still known; the viewer is there, so it goes on. */
  ask(viewer: string, box: BoxId): PageCheck | null {
    const check = this.#pages.get(viewer);
    if (check?.box !== box) return null;
    check.asked &&= this.options.now();
    return check;
  }

  /** Which box a viewer's check is of, if it is not over. */
  running(viewer: string): BoxId | null {
    const check = this.#pages.get(viewer);
    return check && !check.outcome ? check.box : null;
  }

  /** Ends what a viewer began of this box; another may begin within a second or so. */
  stop(viewer: string, box: BoxId): void {
    const check = this.#pages.get(viewer);
    if (check?.box === box && !check.outcome) check.asked = null;
  }

  async #run(check: PageCheck, job: Job<LedgerReport>): Promise<void> {
    const { now, onTrouble } = this.options;
    try {
      for (;;) {
        const step = await job.next();
        if (step.done) return void (check.outcome = { report: step.value, at: now() });
        check.progress = step.value;
        if (check.asked !== null && now() - check.asked <= GONE_MS) continue;
        await job.return(undefined as never);
        const error = new FacilityError('not-found', 'Nobody waited for it');
        return void (check.outcome = { error, at: now() });
      }
    } catch (error) {
      check.outcome = { error, at: now() };
      if (!(error instanceof FacilityError) || error.code === 'internal') onTrouble(error);
    }
  }

  #forgetOld(): void {
    for (const [viewer, { outcome }] of this.#pages) {
      if (outcome && this.options.now() - outcome.at > KEPT_MS) this.#pages.delete(viewer);
    }
  }
}
