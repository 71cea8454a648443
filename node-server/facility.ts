import { statfs } from 'node:fs/promises';
import type { AllergyFold } from '../records/allergy-fold.js';
import type { ChainFold } from '../records/chain-fold.js';
import { damagedRecord, type RowName } from '../records/damaged-row.js';
import { dayOf, type Day } from '../records/day.js';
import { FacilityError } from '../records/facility-error.js';
import type { BoxId, PatientId, VisitId } from '../records/ids.js';
import type { LedgerRecord, RecordOf } from '../records/ledger-record.js';
import type { PatientDirectory } from '../records/patient-directory.js';
import type { KnownAllergy } from '../records/patient-fold.js';
import { PersonLinks } from '../records/person-links.js';
import type { QueueFold } from '../records/queue-fold.js';
import type { ReferralFold } from '../records/referral-fold.js';
import type { RestrictionFold } from '../records/restriction-fold.js';
import type { StockFold } from '../records/stock-fold.js';
import type { VisitDays } from '../records/visit-days.js';
import type { Workflow } from '../records/workflow.js';
import { loadReference, type Reference } from '../templates/reference.js';
import { loadWorkflow } from '../templates/workflow.js';
import type { Forerunner } from '../sync/forerunner.js';
import type { Travel } from '../sync/urgent-trail.js';
import { boxReplaced } from './restore/box-replaced.js';
import { forerunnersOf } from './restore/forerunners-of.js';
import { followLinks } from './follow-links.js';
import type { KeptHistory } from './history/kept-histories.js';
import type { StaffRoll } from './staff-roll.js';
import { openDatabase, openDatabases, type Databases } from './store/databases.js';
import type { Drafting } from './store/drafting.js';
import { BoxState } from './store/box-state.js';
import { Ledger, type AppendOptions } from './store/ledger.js';
import { onceName, readOnce } from './store/once-mark.js';
import { readFamily } from './store/read-records.js';
import { SnapshotKeeper } from './store/snapshot-keeper.js';
import { TakenIn } from './store/taken-in.js';

export interface FacilityOptions {
  folder: string;
  box: BoxId;
  now: () => number;
  /** milliseconds that only ever grow (`performance.now`): time goes on while the clock stands behind */
  monotonic?: () => number;
  /** the lists at the moment; absent: as they stand when the facility is opened */
  reference?: () => Reference;
  workflow?: () => Workflow;
  /** told what went wrong behind the scenes (a snapshot that could not be written) */
  onTrouble?: (error: unknown) => void;
}

type OpenOptions = FacilityOptions & Required<Pick<FacilityOptions, 'reference' | 'workflow'>>;

/** One health centre's box: its ledger, what is folded from it, and the lists that people edit. */
export class Facility {
  readonly box: BoxId;
  readonly ledger: Ledger;
  #state: BoxState;
  #databases: Databases;
  readonly #snapshots: SnapshotKeeper;
  /** false between the closing and the opening anew of the records database */
  #isOpen = true;
  /** the box that took over from this one: nothing is written here any more */
  #replacedBy: BoxId | null = null;
  /** what could not be read of the ledger, each once, by its words */
  readonly #damaged = new Map<string, FacilityError>();
  #sync: Parameters<Facility['followSync']>[0] = { travel: () => null, heardAt: () => null };
  #histories: Parameters<Facility['followHistories']>[0] = {
    kept: () => Promise.resolve(null),
    toldAllergies: () => [],
  };
  #listeners = new Set<(records: LedgerRecord[]) => void>();
  #reopening = new Set<{ before: () => Promise<void>; after: () => void }>();

  private constructor(
    private readonly options: OpenOptions,
    databases: Databases,
    state: BoxState,
    loadState: () => Promise<BoxState>,
    /** late records of the boxes that this one took over from; null on a facility's first box */
    readonly takenIn: TakenIn | null,
    /** which health ids are one person, as the centre's team decided */
    readonly links: PersonLinks,
    private readonly stopLinks: () => void,
  ) {
    this.box = options.box;
    this.#databases = databases;
    this.#state = state;
    this.ledger = new Ledger(
      {
        box: options.box,
        now: options.now,
        ...(options.monotonic ? { monotonic: options.monotonic } : {}),
        database: () => this.#databases.records,
        recover: async () => {
          await this.#reopen();
          this.#state = await loadState();
          return this.#state;
        },
        onWritten: (records) => {
          this.#written(records);
        },
      },
      state,
    );
    this.#snapshots = new SnapshotKeeper(state.snapshotN, {
      ...{ folder: options.folder, box: options.box },
      onTrouble: (error) => options.onTrouble?.(error),
    });
  }

  /** Throws `store-locked`, `store-damaged`, `disk-full`. */
  static async open(given: FacilityOptions): Promise<Facility> {
    const options = withLists(given);
    // The first load runs before there is a facility; a recovery asks the one that stands.
    // eslint-disable-next-line prefer-const
    let facility: Facility | undefined;
    const damaged: RowName[] = [];
    const onDamaged = (row: RowName): void => {
      if (facility) facility.#foundDamaged(row);
      else damaged.push(row);
    };
    const databases = await openDatabases(options.folder, onDamaged);
    const takenIn = await TakenIn.open(options.folder, options.box);
    const loadState = (): Promise<BoxState> =>
      BoxState.load({
        folder: options.folder,
        box: options.box,
        database: facility ? facility.#databases.records : databases.records,
        workflow: options.workflow,
        now: options.now,
        takenIn,
        durableN: () => facility?.ledger.durableN ?? Infinity,
      });
    const state = await loadState().catch(async (error: unknown) => {
      await Promise.all(Object.values(databases).map((database: PouchDB.Database) => database.close()));
      await takenIn?.close();
      throw error;
    });
    const links = new PersonLinks();
    const stopLinks = await followLinks(databases.inbox, links);
    facility = new Facility(options, databases, state, loadState, takenIn, links, stopLinks);
    for (const row of damaged) facility.#foundDamaged(row);
    return facility;
  }

  get patients(): PatientDirectory {
    return this.#state.lasting.patients;
  }

  get stock(): StockFold {
    return this.#state.lasting.stock;
  }

  get restrictions(): RestrictionFold {
    return this.#state.lasting.restrictions;
  }

  /** As they stand under each number; of a person: `knownAllergies`. */
  get allergies(): AllergyFold {
    return this.#state.lasting.allergies;
  }

  /** The referrals that were sent from here, and what was said here of those that came. */
  get referrals(): ReferralFold {
    return this.#state.lasting.referrals;
  }

  get staff(): StaffRoll {
    return this.#state.staff;
  }

  /** The chain over the ledger, up to the last record that was appended. */
  get chain(): ChainFold {
    return this.#state.lasting.chain;
  }

  /** Up to which record the visits of each day go. */
  get visitDays(): VisitDays {
    return this.#state.lasting.visitDays;
  }

  /** Today's queue. */
  get queue(): QueueFold {
    return this.#state.queue(this.today());
  }

  get reference(): Reference {
    return this.options.reference();
  }

  get workflow(): Workflow {
    return this.options.workflow();
  }

  get databases(): Databases {
    return this.#databases;
  }

  /** Milliseconds since the epoch, by a clock that never runs back. */
  now(): number {
    return this.ledger.now();
  }

  today(): Day {
    return dayOf(this.now());
  }

  profile(): RecordOf<'facility'> {
    const { profile } = this.#state;
    if (!profile) throw new FacilityError('not-set-up', 'The ledger holds no facility record.');
    return profile;
  }

  /** The boxes that this one took over from, with their part of the ledger; empty on a facility's first box. */
  forerunners(): Forerunner[] {
    return forerunnersOf(this.#state.restores);
  }

  /** Late records of a replaced box have come: see TakenIn. */
  takeIn(): Promise<void> {
    return this.#state.takeIn();
  }

  get replacedBy(): BoxId | null {
    return this.#replacedBy;
  }

  /** Another box has taken over: from here on nothing is written, and what was written still goes to the centre. */
  retire(replacedBy: BoxId): void {
    this.#replacedBy = replacedBy;
  }

  /** See Ledger.append. Throws `box-replaced` where another box has taken over. */
  async append<T>(options: AppendOptions, build: (draft: Drafting) => T): Promise<T> {
    if (this.#replacedBy !== null) throw boxReplaced(this.box, this.#replacedBy);
    return this.ledger.append(options, build);
  }

  /** A visit's records in order of `n`; throws `not-found`. */
  async loadVisit(visit: VisitId): Promise<readonly LedgerRecord[]> {
    const records = await this.#state.loadVisit(visit);
    if (records.length === 0) throw new FacilityError('not-found', 'There is no such visit.');
    return records;
  }

  /** A patient's own records (patient, amendments, allergies) in order of `n`; throws `not-found`. */
  async loadPatient(patient: PatientId): Promise<LedgerRecord[]> {
    const own = await readFamily(this.#databases.records, patient);
    const records = [...own, ...((await this.takenIn?.family(patient)) ?? [])];
    if (records.length === 0) throw new FacilityError('not-found', 'There is no such patient.');
    return records;
  }

  /** What an append with this key gave back, or null where none is on disk: see AppendOptions. */
  async findOnce(key: string): Promise<{ answer?: unknown } | null> {
    await this.ledger.ready();
    return readOnce(await this.readLocal(onceName(key)), key);
  }

  /** A `_local` document of this box, or null: see Drafting.keepLocal. */
  readLocal(name: string): Promise<Record<string, unknown> | null> {
    return this.ledger.readLocal(name);
  }

  /** Where an urgent record stands on its way to the centre; null: it is not urgent, or nothing travels from here. */
  travel(record: LedgerRecord): Travel | null {
    return this.#sync.travel(record);
  }

  /** Sync has begun: it knows from here on what has arrived. */
  followSync(sync: { travel: (record: LedgerRecord) => Travel | null; heardAt: () => string | null }): void {
    this.#sync = sync;
  }

  /** When the centre last told what it has for this box, UTC; null: not since the start. */
  get heardAt(): string | null {
    return this.#sync.heardAt();
  }

  /** What is kept here of other facilities' records of a person; null: nothing. */
  keptHistory(patient: PatientId): Promise<KeptHistory | null> {
    return this.#histories.kept(patient);
  }

  /** Allergies that other facilities know, from what is kept here of their records: known without reading. */
  toldAllergies(patient: PatientId): KnownAllergy[] {
    return this.#histories.toldAllergies(patient);
  }

  /** Somebody keeps what other facilities hold, from here on. */
  followHistories(histories: {
    kept: (patient: PatientId) => Promise<KeptHistory | null>;
    toldAllergies: (patient: PatientId) => KnownAllergy[];
  }): void {
    this.#histories = histories;
  }

  /** Calls back after each write, with the records that are now on disk. Returns the way to stop listening. */
  onWritten(listener: (records: LedgerRecord[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** After a failed write the records database is opened anew: whoever uses it lets go before, and takes it after. */
  onReopening(listener: { before: () => Promise<void>; after: () => void }): void {
    this.#reopening.add(listener);
  }

  /** false where the database holds other than the ledger's numbered records */
  get isWhole(): boolean {
    return this.#state.surplus === 0;
  }

  /** What of the ledger could not be read since the start; the rest goes on. */
  get damage(): FacilityError[] {
    return [...this.#damaged.values()];
  }

  /** Number of records on disk. */
  get recordCount(): number {
    return this.ledger.durableN;
  }

  async disk(): Promise<{ freeBytes: number; totalBytes: number }> {
    const { bavail, blocks, bsize } = await statfs(this.options.folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  }

  /** Writes what waits, keeps a snapshot of the folds, closes the databases. */
  async stop(): Promise<void> {
    await this.ledger.stop();
    await this.#snapshots.keepLast(this.#state, this.ledger.durableN);
    this.stopLinks();
    await Promise.all(Object.values(this.#databases).map((database: PouchDB.Database) => database.close()));
    await this.takenIn?.close();
  }

  #foundDamaged(row: RowName): void {
    const error = damagedRecord(row);
    if (this.#damaged.has(error.message)) return;
    this.#damaged.set(error.message, error);
    this.options.onTrouble?.(error);
  }

  #written(records: LedgerRecord[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(records);
      } catch (error) {
        this.options.onTrouble?.(error);
      }
    }
    this.#snapshots.follow(this.#state, this.ledger.durableN);
  }

  async #reopen(): Promise<void> {
    // A second try finds it closed, and closing it again would never end.
    if (this.#isOpen) {
      for (const { before } of this.#reopening) await before().catch(this.options.onTrouble);
      await this.#databases.records.close().catch(this.options.onTrouble);
    }
    this.#isOpen = false;
    const records = await openDatabase<LedgerRecord>(this.options.folder, 'records', (row) => {
      this.#foundDamaged(row);
    });
    this.#isOpen = true;
    this.#databases = { ...this.#databases, records };
    for (const { after } of this.#reopening) after();
  }
}

/** Lists that nobody watches are read once. */
function withLists(options: FacilityOptions): OpenOptions {
  const { reference = fixed(loadReference()), workflow = fixed(loadWorkflow()) } = options;
  return { ...options, reference, workflow };
}

function fixed<T>(value: T): () => T {
  return () => value;
}
