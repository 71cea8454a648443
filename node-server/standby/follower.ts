import { setTimeout as pause } from 'node:timers/promises';
import { FacilityError } from '../../records/facility-error.js';
import { lineageOf, type BoxId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Progress } from '../../records/progress.js';
import { decodeBundle } from '../../sync/bundle.js';
import { checkRecord } from '../restore/check-record.js';
import type { StoredRecord } from '../restore/restore-source.js';
import { writeInOrder } from '../restore/write-in-order.js';
import { openDatabase, type RecordsDatabase } from '../store/databases.js';
import { jsonOf, openMainLine, type MainLine } from './main-line.js';
import { RECORDS_HEADER, type KeptPart } from './standby-api.js';
import { needStandby, readKept, writeKept, writeStandby, type StandbyFacts } from './standby-folder.js';
import { standbyRefused } from './standby-refused.js';

/** GET /standby on the spare box's admin socket. */
export interface FollowState {
  /** the main box */
  box: BoxId;
  url: string;
  kind: 'copying' | 'following' | 'unreachable' | 'refused' | 'failing' | 'stopped';
  /** on this disk */
  records: number;
  /** when the last of them was written, UTC; null without any */
  lastAt: string | null;
  /** records that the main box is known to have more */
  behind: number | null;
  /** UTC: when the main box last answered; null where it never did since the start */
  lastContact: string | null;
  trouble?: { code: string; message: string };
}

/** A breath between two questions while nothing is behind: what many counters save at once comes together. */
const BREATH_MS = 20;
/** Passwords, PINs and settings change without a record: they are fetched anew so often. */
const KEPT_MS = 10_000;
/** After a failure it is tried again so soon. */
const RETRY_MS = 1_000;

export interface FollowerOptions {
  folder: string;
  now?: () => number;
}

/**
 * A spare box: fetches the main one's records in order, each page on this disk (fsynced) before it asks for the next,
 * and what a new box needs besides. Goes on where it stopped, through cuts of the main box and of itself.
 */
export class Follower {
  #n: number;
  #last: { rev: string; at: string } | null;
  #total: number | null = null;
  #contact: number | null = null;
  #keptDue = -Infinity;
  #kept: string;
  #failure: unknown = null;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #stopped: Promise<void> | null = null;
  readonly #boxes: ReadonlySet<BoxId>;

  private constructor(
    private readonly options: FollowerOptions,
    private facts: StandbyFacts,
    private database: RecordsDatabase,
    private readonly line: MainLine,
    last: StoredRecord | null,
    kept: KeptPart | null,
  ) {
    this.#n = last?.n ?? 0;
    this.#last = last && { rev: last._rev, at: last.at };
    this.#kept = JSON.stringify(kept);
    this.#boxes = new Set(lineageOf(facts.box));
    this.#running = this.#run();
  }

  /** Begins to follow. Throws `not-set-up`, `already-set-up`, `store-locked`, `store-damaged`. */
  static async open(options: FollowerOptions): Promise<Follower> {
    const { folder } = options;
    const facts = await needStandby(folder);
    const database = await openDatabase<LedgerRecord>(folder, 'records');
    const last = await readLastStored(database);
    return new Follower(options, facts, database, openMainLine(facts), last, await readKept(folder));
  }

  state(): FollowState {
    const { box, url } = this.facts;
    return {
      box,
      url,
      kind: this.#kind(),
      records: this.#n,
      lastAt: this.#last?.at ?? null,
      behind: this.#total === null ? null : Math.max(0, this.#total - this.#n),
      lastContact: this.#contact === null ? null : new Date(this.#contact).toISOString(),
      ...(this.#failure === null ? {} : { trouble: troubleOf(this.#failure) }),
    };
  }

  /** How far the first copy is, until it is whole; throws what keeps it from going on. */
  async *firstCopy(): AsyncGenerator<Progress, FollowState, void> {
    while (!this.facts.complete && !this.#stopping.signal.aborted) {
      const isUnreachable =
        this.#failure instanceof FacilityError && this.#failure.code === 'main-unreachable';
      if (this.#failure !== null && !isUnreachable) throw this.#failure as Error;
      const total = this.#total === null ? {} : { total: this.#total };
      yield { step: 'standby.copying', done: this.#n, ...total, unit: 'records' };
      await pause(50);
    }
    return this.state();
  }

  /** What it writes just now is written whole. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#end());
  }

  async #end(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.line.close();
    await this.database.close();
  }

  #kind(): FollowState['kind'] {
    if (this.#stopping.signal.aborted) return 'stopped';
    if (this.#failure === null) return this.facts.complete ? 'following' : 'copying';
    const code = this.#failure instanceof FacilityError ? this.#failure.code : 'internal';
    if (code === 'main-unreachable') return 'unreachable';
    return code === 'standby-refused' || code === 'restore-refused' ? 'refused' : 'failing';
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      let wait = RETRY_MS;
      try {
        const more = await this.#fetch();
        if (!more) await this.#complete();
        this.#failure = null;
        wait = more ? 0 : BREATH_MS;
      } catch (error) {
        this.#failure = error;
        if (isStoreTrouble(error)) await this.#reopen();
      }
      if (wait > 0) await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  /** One page of records; true where the main box has more. */
  async #fetch(): Promise<boolean> {
    const rev = this.#last === null ? '' : `&rev=${this.#last.rev}`;
    const answer = await this.line.ask('GET', `records?after=${this.#n}${rev}`);
    const total = Number(answer.headers[RECORDS_HEADER]);
    if (!Number.isSafeInteger(total)) throw standbyRefused('other-answer');
    this.#contact = this.#now();
    this.#total = total;
    const records = answer.status === 204 ? [] : decodeBundle(answer.body);
    if (records.length > 0) await this.#write(records);
    if (this.#n >= total && performance.now() >= this.#keptDue) await this.#fetchKept();
    return this.#n < total;
  }

  async #write(records: StoredRecord[]): Promise<void> {
    records.forEach((record, i) => checkRecord(record, this.#n + 1 + i, this.#boxes));
    await writeInOrder(this.database, records);
    const last = records.at(-1);
    if (!last) return;
    this.#n = last.n;
    this.#last = { rev: last._rev, at: last.at };
    // Somebody new may want to log in at once.
    if (records.some(({ type }) => type === 'staff')) this.#keptDue = -Infinity;
  }

  async #fetchKept(): Promise<void> {
    const kept = jsonOf<KeptPart>(await this.line.ask('GET', 'kept'));
    const text = JSON.stringify(kept);
    if (text !== this.#kept) await writeKept(this.options.folder, kept);
    this.#kept = text;
    this.#keptDue = performance.now() + KEPT_MS;
  }

  async #complete(): Promise<void> {
    if (this.facts.complete) return;
    const facts = { ...this.facts, complete: true };
    await writeStandby(this.options.folder, facts);
    this.facts = facts;
  }

  /** After a failed write nobody knows what is on the disk: it is asked. */
  async #reopen(): Promise<void> {
    try {
      await this.database.close().catch(() => undefined);
      this.database = await openDatabase<LedgerRecord>(this.options.folder, 'records');
      const last = await readLastStored(this.database);
      this.#n = last?.n ?? 0;
      this.#last = last && { rev: last._rev, at: last.at };
    } catch (error) {
      this.#failure = error;
    }
  }

  #now(): number {
    return (this.options.now ?? Date.now)();
  }
}

async function readLastStored(database: RecordsDatabase): Promise<StoredRecord | null> {
  const { results } = await database.changes({ descending: true, limit: 1, include_docs: true });
  return (results[0]?.doc as StoredRecord | undefined) ?? null;
}

function isStoreTrouble(error: unknown): boolean {
  return error instanceof FacilityError && /^(store|disk)-/.test(error.code);
}

function troubleOf(error: unknown): { code: string; message: string } {
  if (error instanceof FacilityError) return { code: error.code, message: error.message };
  return { code: 'internal', message: error instanceof Error ? error.message : 'unknown trouble' };
}
