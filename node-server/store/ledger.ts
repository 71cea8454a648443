import { setTimeout as pause } from 'node:timers/promises';
import { nextInstant, type Instant } from '../../records/clock.js';
import { intact } from '../../records/damaged-row.js';
import { FacilityError } from '../../records/facility-error.js';
import type { BoxId, StaffId, VisitId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { RecordsDatabase } from './databases.js';
import { Drafting } from './drafting.js';
import type { Fold } from './fold.js';
import { keepOnce } from './once-mark.js';
import type { Serials } from './serials.js';
import { storeError } from './store-error.js';

/** What the ledger needs of the state that it writes to; replaced whole when a write failed. */
export interface LedgerState {
  lastN: number;
  lastAt: string | null;
  serials: Serials;
  folds: Fold[];
  /** makes sure that the visit's records are in the folds, before a builder runs */
  loadVisit(visit: VisitId): Promise<readonly LedgerRecord[]>;
  hasVisit(visit: VisitId): boolean;
  /** of a visit that the state has */
  recordsOf(visit: VisitId): readonly LedgerRecord[];
}

export interface LedgerOptions {
  box: BoxId;
  now: () => number;
  /** the open database; asked again after a failed write, when it has been reopened */
  database: () => RecordsDatabase;
  /** Opens the database anew and folds what is on disk: a failed write leaves memory ahead of it. */
  recover: () => Promise<LedgerState>;
  /** milliseconds that only ever grow, whatever the clock does; absent: the clock alone counts */
  monotonic?: () => number;
  /** told after each write that reached the disk; must not throw */
  onWritten?: (records: LedgerRecord[]) => void;
}

export interface AppendOptions {
  by: StaffId;
  /** visits that the builder adds parts to */
  visits?: VisitId[];
  /**
   * The key of the form that is saved: what the builder returns (JSON) is kept under it in the same batch, if it
   * drafted anything. See Facility.findOnce.
   */
  once?: string;
}

interface Waiting {
  drafting: Drafting;
  resolve: () => void;
  reject: (error: FacilityError) => void;
}

/** Who writes while the database is opened anew waits so long at most. */
const RECOVERY_MS = 3_000;

/** At most so many records go to disk in one batch. */
const BATCH = 500;

/**
 * The one writer of a box's records. Builders run one after the other against the folds as they stand, so that
 * each sees what those before it wrote; what they drafted is written in order, one atomic fsynced batch for all
 * that waited while the last was under way. An append resolves when its records are on disk (law 3).
 */
export class Ledger {
  #state: LedgerState;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  #recovering: Promise<void> | null = null;
  #durableN: number;
  readonly #monotonic: () => number;
  /** monotonic time of the last record, or of the start */
  #lastMs: number;
  /** why the last try to recover failed: told at once to whoever wants to write */
  #trouble: FacilityError | null = null;
  /** what the disk said to the last failed write */
  #refusal: FacilityError | null = null;
  #stopped = false;
  /** revisions of `_local` documents, null where there is none: only this ledger writes them */
  #localRevisions = new Map<string, string | null>();
  /** the latest append's way to the disk */
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: LedgerOptions,
    state: LedgerState,
  ) {
    this.#state = state;
    this.#durableN = state.lastN;
    this.#monotonic = options.monotonic ?? (() => 0);
    this.#lastMs = this.#monotonic();
  }

  /** Number of the last record that is on disk. */
  get durableN(): number {
    return this.#durableN;
  }

  /** Why the disk takes nothing at present; null while all is well. */
  get trouble(): FacilityError | null {
    return this.#trouble;
  }

  /** The present instant by the ledger's clock, which never runs back. */
  now(): number {
    return Date.parse(this.#nextInstant().at);
  }

  /** true while the box's clock stands behind its own last record. */
  get clockUncertain(): boolean {
    return this.#nextInstant().clockUncertain === true;
  }

  /**
   * Writes what the builder drafts, in one atomic batch, and gives back what it returned. The builder must be
   * synchronous. A FacilityError that it throws is passed on and nothing is written.
   * Throws `disk-full` or `store-failed` where the disk refused; the next append may then be tried again.
   */
  async append<T>({ by, visits = [], once }: AppendOptions, build: (draft: Drafting) => T): Promise<T> {
    if (this.#stopped) throw new FacilityError('store-failed', 'The server is stopping.');
    // Not `await this.ready()`: a turn would pass between its last look and the builder.
    while (!this.#isReadyFor(visits)) await this.#makeReady(visits);
    // No await from here to the fold: the builder sees what is, and what it drafts is the next in the ledger.
    const state = this.#state;
    const instant = this.#nextInstant();
    const drafting = new Drafting(this.options.box, state, by, instant);
    const outcome = build(drafting);
    if (once !== undefined && drafting.records.length > 0) keepOnce(drafting, once, outcome);
    if (drafting.records.length === 0 && drafting.locals.length === 0) {
      // What it found standing ("already done") may still be on its way to the disk.
      await this.#last;
      return outcome;
    }
    this.#fold(drafting);
    this.#last = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ drafting, resolve, reject });
    });
    this.#writing ??= this.#write();
    await this.#last;
    return outcome;
  }

  /** Waits until the folds stand and hold these visits. Throws why the disk takes nothing; `not-found`. */
  async ready(visits: VisitId[] = []): Promise<void> {
    while (!this.#isReadyFor(visits)) await this.#makeReady(visits);
  }

  /** A document of this box only (see Drafting.keepLocal), or null. Throws `store-damaged`. */
  async readLocal(name: string): Promise<Record<string, unknown> | null> {
    const id = `_local/${name}`;
    const found = await this.options
      .database()
      .get(id)
      .catch((error: { status?: number }) => {
        if (error.status === 404) return null;
        throw error as unknown as Error;
      });
    if (found) intact(found, name);
    // What was written while this was reading is newer.
    if (!this.#localRevisions.has(id)) this.#localRevisions.set(id, found?._rev ?? null);
    return found as Record<string, unknown> | null;
  }

  /** Resolves when everything that was appended until now is on disk or refused. */
  async settled(): Promise<void> {
    await this.#last.catch(() => undefined);
    await this.#recovering;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.settled();
  }

  #fold(drafting: Drafting): void {
    try {
      for (const record of drafting.records) {
        for (const fold of this.#state.folds) fold.apply(record);
      }
    } catch (cause) {
      // Some folds hold what was never written: like after a failed write, they are made anew.
      const error = new FacilityError('internal', 'A record could not be folded.', { cause });
      this.#fail(this.#waiting.splice(0), error);
      throw error;
    }
    this.#state.lastN += drafting.records.length;
    this.#state.lastAt = drafting.at;
    this.#lastMs = this.#monotonic();
  }

  /** The instant of the next record. While the clock stands behind, time goes on from the last record. */
  #nextInstant(): Instant {
    return nextInstant(this.#state.lastAt, this.options.now(), this.#monotonic() - this.#lastMs);
  }

  #isReadyFor(visits: VisitId[]): boolean {
    return this.#recovering === null && visits.every((visit) => this.#state.hasVisit(visit));
  }

  async #makeReady(visits: VisitId[]): Promise<void> {
    if (this.#trouble) throw this.#trouble;
    if (this.#recovering) {
      await Promise.race([this.#recovering, pause(RECOVERY_MS)]);
      if (!this.#isReadyFor([])) throw this.#refusal ?? storeError(null);
      return;
    }
    const found = await Promise.all(visits.map((visit) => this.#state.loadVisit(visit)));
    if (found.some(({ length }) => length === 0))
      throw new FacilityError('not-found', 'There is no such visit.');
  }

  async #write(): Promise<void> {
    // Appends of the same turn go into the first batch together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch();
      const records = batch.flatMap(({ drafting }) => drafting.records);
      // Of two writes of one local document the later one counts.
      const locals = new Map(batch.flatMap(({ drafting }) => drafting.locals).map((one) => [one._id, one]));
      try {
        await this.#put(records, [...locals.values()]);
      } catch (cause) {
        this.#fail([...batch, ...this.#waiting.splice(0)], storeError(cause));
        break;
      }
      this.#durableN += records.length;
      for (const { resolve } of batch) resolve();
      this.options.onWritten?.(records);
    }
    this.#writing = null;
  }

  #takeBatch(): Waiting[] {
    let count = 0;
    let records = 0;
    while (count < this.#waiting.length && (count === 0 || records < BATCH)) {
      records += this.#waiting[count]?.drafting.records.length ?? 0;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #put(records: LedgerRecord[], locals: { _id: string }[]): Promise<void> {
    const database = this.options.database();
    const revised: object[] = [];
    for (const local of locals) {
      if (!this.#localRevisions.has(local._id)) await this.readLocal(local._id.slice('_local/'.length));
      const standing = this.#localRevisions.get(local._id);
      revised.push(standing ? { ...local, _rev: standing } : local);
    }
    const answers = await database.bulkDocs([...records, ...revised] as LedgerRecord[]);
    const refused = answers.find((answer) => 'error' in answer && answer.error);
    if (refused) {
      throw new FacilityError('store-damaged', `The store refused the record ${refused.id ?? ''}.`, {
        hint: 'hints.statusOrRestore',
        cause: refused,
      });
    }
    for (const { id, rev } of answers.slice(records.length)) this.#localRevisions.set(id ?? '', rev ?? null);
  }

  /** Memory is ahead of the disk: everything that waits is refused, then the folds are made anew from the disk. */
  #fail(refused: Waiting[], error: FacilityError): void {
    this.#refusal = error;
    this.#recovering = this.#recover().finally(() => {
      this.#recovering = null;
    });
    for (const { reject } of refused) reject(error);
  }

  async #recover(): Promise<void> {
    await this.#writing;
    for (let wait = 100; ; wait = Math.min(wait * 2, 5_000)) {
      try {
        this.#state = await this.options.recover();
        this.#localRevisions.clear();
        this.#durableN = this.#state.lastN;
        this.#trouble = null;
        this.#last = Promise.resolve();
        return;
      } catch (cause) {
        // The disk is still full or gone. Whoever writes is told; this waits and tries again.
        this.#trouble = storeError(cause);
        if (this.#stopped) return;
        await pause(wait);
      }
    }
  }
}
