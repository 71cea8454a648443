import type { FacilityError } from '../records/facility-error.js';
import type { ForerunnerState } from './forerunner.js';
import type { PushMark } from './sync-mark.js';
import type { SyncState } from './sync-state.js';
import { tellState } from './tell-state.js';
import type { SyncFacts } from './tell-state.js';
import type { UrgentTrail } from './urgent-trail.js';
import { WaitingCount } from './waiting-records.js';

export interface SyncLog {
  info(message: string, fields?: Record<string, unknown>): unknown;
  warn(message: string, fields?: Record<string, unknown>): unknown;
}

export interface StatusOptions {
  records: PouchDB.Database;
  hasCentre: boolean;
  urgent: UrgentTrail;
  onState: (state: SyncState) => void;
  log: SyncLog;
}

/** What is known of sync now, and who hears of it when it changes. */
export class SyncStatus {
  readonly #options: StatusOptions;
  #facts: SyncFacts = {
    mark: { centre: '', confirmed: 0, refused: [] },
    waiting: { count: 0 },
    failure: null,
    running: false,
    talking: false,
    verifiedAt: null,
    nextTry: null,
    received: 0,
    heardAt: null,
    forerunners: [],
    urgentWaiting: 0,
    heldBack: null,
  };
  #last: SyncState;
  #measuring: Promise<void> | null = null;
  readonly #waiting = new WaitingCount();
  #measureAgain = false;
  #closed = false;

  constructor(options: StatusOptions) {
    this.#options = options;
    this.#last = this.#tell();
  }

  get state(): SyncState {
    return this.#last;
  }

  get failed(): boolean {
    return this.#facts.failure !== null;
  }

  /** The mark itself, not a copy: it moves while records travel. */
  async follow(mark: PushMark): Promise<void> {
    this.#facts.mark = mark;
    await this.#options.urgent.follow(mark);
  }

  get mark(): PushMark {
    return this.#facts.mark;
  }

  update(facts: Partial<Omit<SyncFacts, 'mark' | 'waiting'>>): void {
    Object.assign(this.#facts, facts);
    const next = this.#tell();
    if (JSON.stringify(next) === JSON.stringify(this.#last)) return;
    if (next.kind !== this.#last.kind) {
      this.#options.log.info(`sync: ${next.kind}`, { waiting: next.waiting, received: next.received });
    }
    this.#last = next;
    this.#options.onState(next);
  }

  fail(error: FacilityError, at: string, nextTry: string | null): void {
    this.update({ failure: { error, at }, talking: false, verifiedAt: null, nextTry });
  }

  receive(count: number): void {
    this.update({ received: this.#facts.received + count });
  }

  tellForerunner(state: ForerunnerState): void {
    const others = this.#facts.forerunners.filter(({ box }) => box !== state.box);
    this.update({ forerunners: [...others, state].sort((a, b) => (a.box < b.box ? -1 : 1)) });
  }

  /** Counts what waits. One count at a time; a call during one makes it count once more. */
  measure(): Promise<void> {
    this.#measureAgain = true;
    this.#measuring ??= this.#measure().finally(() => {
      this.#measuring = null;
    });
    return this.#measuring;
  }

  /** After this the ledger is not read any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#measuring;
  }

  async #measure(): Promise<void> {
    while (this.#measureAgain && !this.#closed) {
      this.#measureAgain = false;
      try {
        this.#facts.waiting = await this.#waiting.of(this.#options.records, this.#facts.mark);
        await this.#options.urgent.look();
        this.update({ urgentWaiting: this.#options.urgent.count.waiting });
      } catch (error) {
        this.#options.log.warn('sync: cannot count what waits', { cause: (error as Error).name });
      }
    }
  }

  #tell(): SyncState {
    const state = tellState(this.#facts);
    return this.#options.hasCentre ? state : { ...state, kind: 'not-set' };
  }
}
