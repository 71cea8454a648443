import { intactId } from '../../records/damaged-row.js';
import { addDays, dayOf, type Day } from '../../records/day.js';
import { nextInstant } from '../../records/clock.js';
import { lineageOf, parsePatientId, visitOf, type BoxId, type VisitId } from '../../records/ids.js';
import type { LedgerRecord, RecordOf } from '../../records/ledger-record.js';
import { QueueFold } from '../../records/queue-fold.js';
import type { Workflow } from '../../records/workflow.js';
import { StaffRoll } from '../staff-roll.js';
import type { RecordsDatabase } from './databases.js';
import type { Fold } from './fold.js';
import { loadSnapshot, type FoldSnapshot } from './fold-snapshot.js';
import { LastingFolds } from './lasting-folds.js';
import type { LedgerState } from './ledger.js';
import { readFamily, readLast, readPrefixes, readTail } from './read-records.js';
import { readVisitDays } from './read-visit-days.js';
import { Serials } from './serials.js';
import type { TakenIn } from './taken-in.js';
import { VisitShelf } from './visit-shelf.js';

export interface LoadStateOptions {
  folder: string;
  box: BoxId;
  database: RecordsDatabase;
  workflow: () => Workflow;
  now: () => number;
  /** number of the last record that is on disk, for the shelf: what is younger is still being written */
  durableN: () => number;
  /** what replaced boxes wrote late; absent on a facility's first box */
  takenIn?: TakenIn | null;
}

/** Everything in memory that is derived from a box's ledger. */
export class BoxState implements LedgerState {
  lastN: number;
  lastAt: string | null;
  profile: RecordOf<'facility'> | null = null;
  /** of the boxes that this one took over from, oldest first */
  restores: RecordOf<'restore'>[] = [];
  /** sequence of the taken-in records up to which the folds hold them */
  takenInTo = 0;
  /** number of the last record in the snapshot that the folds began with; 0: they were made from nothing */
  snapshotN = 0;
  /** documents that the database has more or fewer than the ledger counts: 0, or something is badly wrong */
  surplus = 0;
  readonly serials: Serials;
  readonly staff = new StaffRoll();
  readonly shelf: VisitShelf;
  readonly folds: Fold[];
  #queue: QueueFold;
  /** the day on which this was loaded */
  readonly #today: Day;

  private constructor(
    private readonly options: LoadStateOptions,
    last: LedgerRecord | null,
    readonly lasting: LastingFolds,
  ) {
    const { box, database, now, durableN } = options;
    this.lastN = last?.n ?? 0;
    this.lastAt = last?.at ?? null;
    this.serials = new Serials(box);
    this.shelf = new VisitShelf(
      async (visit) => [
        ...(await readFamily(database, visit)),
        ...((await options.takenIn?.family(visit)) ?? []),
      ],
      {
        enter: (records) => {
          for (const record of records) this.serials.apply(record);
        },
        leave: (visit) => {
          this.serials.forget(visit);
        },
      },
      (visit, records) => this.#queue.entry(visit) !== undefined || (records.at(-1)?.n ?? 0) > durableN(),
    );
    this.#today = dayOf(nextInstant(this.lastAt, now()).at);
    // Begun a day early, and turned by the first record of today: so it carries over what it would have live.
    this.#queue = new QueueFold(addDays(this.#today, -1), options.workflow());
    this.folds = [
      this.serials,
      lasting,
      this.staff,
      this.shelf,
      { apply: (record) => this.#applyToQueue(record) },
      { apply: (record) => this.#applyToProfile(record) },
    ];
  }

  /**
   * Reads a ledger: the last snapshot of the long folds and the records after it, and the visits of today and of
   * yesterday.
   */
  static async load(options: LoadStateOptions): Promise<BoxState> {
    const { box, database, folder } = options;
    const last = await readLast(database);
    const snapshot = await loadSnapshot(folder, box, last?.n ?? 0);
    const { n, takenInTo, lasting } = restoreFolds(box, snapshot);
    await readTail(database, n, (record) => lasting.apply(record));
    const state = new BoxState(options, last, lasting);
    state.takenInTo = takenInTo;
    state.snapshotN = n;
    await state.takeIn();
    await state.#readRest(database, box);
    state.surplus = (await database.info()).doc_count - state.lastN;
    return state;
  }

  /** Folds what came since of a replaced box's late records. The queue is the living box's: they don't enter it. */
  async takeIn(): Promise<void> {
    const { takenIn } = this.options;
    if (!takenIn) return;
    const { records, sequence } = await takenIn.readSince(this.takenInTo);
    if (sequence <= this.takenInTo) return;
    this.takenInTo = sequence;
    const { patients, stock, restrictions, allergies, referrals } = this.lasting;
    for (const record of records) {
      patients.apply(record);
      stock.apply(record);
      restrictions.apply(record);
      allergies.apply(record);
      referrals.apply(record);
      if (!record._id.startsWith('visit:')) continue;
      const visit = visitOf(record._id);
      // One that is open somewhere gets the late part; any other is read when it is asked for.
      this.serials.apply(record);
      if (this.shelf.has(visit)) this.shelf.apply(record);
      else this.serials.forget(visit);
    }
  }

  /** The queue of a day: today's; when a new day has begun, with those of the last who are still open. */
  queue(day: string): QueueFold {
    const workflow = this.options.workflow();
    if (day > this.#queue.day) this.#queue = this.#queue.turnTo(day, workflow);
    // An edited workflow takes effect at once.
    this.#queue.workflow = workflow;
    return this.#queue;
  }

  loadVisit(visit: VisitId): Promise<readonly LedgerRecord[]> {
    return this.shelf.load(visit);
  }

  hasVisit(visit: VisitId): boolean {
    return this.shelf.has(visit);
  }

  recordsOf(visit: VisitId): readonly LedgerRecord[] {
    return this.shelf.get(visit);
  }

  snapshot(): FoldSnapshot {
    return { n: this.lastN, takenInTo: this.takenInTo, folds: this.lasting.snapshot() };
  }

  async #readRest(database: RecordsDatabase, box: BoxId): Promise<void> {
    const boxes = lineageOf(box);
    const under = (prefix: (one: BoxId) => string): Promise<LedgerRecord[]> =>
      readPrefixes(database, boxes.map(prefix));
    const serials = await Promise.all(boxes.map((one) => lastPatientSerial(database, one)));
    this.serials.lastPatient = Math.max(...serials);
    const visitsOf = async (day: Day): Promise<LedgerRecord[]> => {
      const visits: LedgerRecord[] = [];
      for await (const records of readVisitDays(() => database, box, { from: day, to: day }))
        visits.push(...records);
      return visits;
    };
    const earlier = await visitsOf(addDays(this.#today, -1));
    const records = [
      ...earlier,
      ...(await visitsOf(this.#today)),
      ...(await under((one) => `staff:${one}:`)),
      ...(await under((one) => `facility:${one}:`)),
      ...(await under((one) => `restore:${one}:`)),
    ].sort((a, b) => a.n - b.n);
    const onlyQueued = new Set(earlier);
    for (const record of records) {
      if (onlyQueued.has(record)) this.#applyToQueue(record);
      else for (const fold of this.folds) if (fold !== this.lasting) fold.apply(record);
    }
  }

  #applyToQueue(record: LedgerRecord): void {
    // By the day on which it was written: what comes after midnight belongs to the new day's queue.
    if (record._id.startsWith('visit:')) this.queue(dayOf(record.at)).apply(record);
  }

  #applyToProfile(record: LedgerRecord): void {
    if (record.type === 'facility') this.profile = record;
    if (record.type === 'restore') this.restores.push(record);
  }
}

/** A snapshot of an older shape is passed over: the records are folded again from the first. */
function restoreFolds(box: BoxId, snapshot: FoldSnapshot | null) {
  const fresh = { n: 0, takenInTo: 0, lasting: LastingFolds.empty(box) };
  if (!snapshot) return fresh;
  try {
    const { n, takenInTo = 0, folds } = snapshot;
    return { n, takenInTo, lasting: LastingFolds.restore(folds) };
  } catch {
    return fresh;
  }
}

/** Ids sort by serial, so the last patient of this box is one look at the end of the range. */
async function lastPatientSerial(database: RecordsDatabase, box: BoxId): Promise<number> {
  const answer = await database.allDocs({
    startkey: `patient:${box}-\uffff`,
    endkey: `patient:${box}-`,
    descending: true,
    limit: 1,
  });
  const id = answer.rows[0] && intactId(answer.rows[0].id);
  return id ? (parsePatientId(id.split(':').slice(0, 2).join(':'))?.serial ?? 0) : 0;
}
