import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryScope } from '../../records/box.js';
import { FacilityError } from '../../records/facility-error.js';
import type { PatientId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { KnownAllergy } from '../../records/patient-fold.js';
import type { HistoryHead } from '../../sync/history/messages.js';
import { openDatabase } from '../store/databases.js';
import { toldAllergies } from './told-allergies.js';

/** What other facilities hold of a patient, as it came once. */
export interface KeptHistory {
  patient: PatientId;
  /** UTC, when it came */
  at: string;
  /** UTC, from when on it is no longer here */
  until: string;
  /** UTC, when the patient consented, or somebody gave a reason; absent with what earlier versions kept: as `at` */
  since?: string;
  /** UTC, when something of it was restricted, that was here and has been taken out */
  closedAt?: string;
  /** what the consent opened, under which it came; null: it was opened with a reason */
  scope: HistoryScope[] | null;
  head: HistoryHead;
  records: LedgerRecord[];
}

const LIST = '_local/kept';

type Local<T> = T & { _id: string; _rev?: string };

/**
 * Histories from other facilities, in a database of their own: no part of the ledger, of a backup or of what travels.
 * `_local` documents, because what is removed of them is gone: another document's earlier revision would stay.
 * Like the rest of the box's stores it is as secret at rest as the disk is.
 */
export class KeptHistories {
  /** by patient, until when; what one asks before the disk is asked */
  readonly #until: Map<PatientId, string>;
  /** of each that is kept: whoever shows a queue or writes a prescription cannot wait for the disk */
  readonly #allergies = new Map<PatientId, KnownAllergy[]>();
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly database: PouchDB.Database,
    list: Record<PatientId, string>,
    private readonly now: () => number,
  ) {
    this.#until = new Map(Object.entries(list));
  }

  static async open(folder: string, now: () => number): Promise<KeptHistories> {
    const database = await openOrBegin(folder);
    const list = await read<{ until: Record<PatientId, string> }>(database, LIST);
    const kept = new KeptHistories(database, list?.until ?? {}, now);
    await kept.sweep();
    for (const patient of kept.patients()) await kept.#learnAllergies(patient);
    return kept;
  }

  /** All whose history is here, or was a moment ago. */
  patients(): PatientId[] {
    return [...this.#until.keys()];
  }

  /** Null: none is here, or its time is over. */
  async get(patient: PatientId): Promise<KeptHistory | null> {
    await this.#writing;
    if (!this.#counts(patient)) {
      if (this.#until.has(patient)) await this.wipe(patient);
      return null;
    }
    const found = await read<KeptHistory>(this.database, nameOf(patient));
    return found && withoutMarks(found);
  }

  /** What is told in it of allergies; null: none is here, or its time is over. */
  allergiesOf(patient: PatientId): KnownAllergy[] | null {
    return this.#counts(patient) ? (this.#allergies.get(patient) ?? null) : null;
  }

  keep(history: KeptHistory): Promise<void> {
    return this.#inTurn(async () => {
      // Listed first: what stands on disk is always known, so that its time ends.
      this.#until.set(history.patient, history.until);
      await this.#writeList();
      await write(this.database, nameOf(history.patient), history);
      this.#allergies.set(history.patient, toldAllergies(history));
    });
  }

  /** Nothing of it stays. */
  wipe(patient: PatientId): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#until.has(patient)) return;
      const standing = await read<KeptHistory>(this.database, nameOf(patient));
      if (standing) await this.database.remove(standing as PouchDB.Core.RemoveDocument);
      this.#until.delete(patient);
      this.#allergies.delete(patient);
      await this.#writeList();
    });
  }

  /** Wipes all whose time is over. */
  async sweep(): Promise<void> {
    for (const patient of [...this.#until.keys()]) if (!this.#counts(patient)) await this.wipe(patient);
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.database.close();
  }

  async #learnAllergies(patient: PatientId): Promise<void> {
    try {
      const standing = await this.get(patient);
      if (standing) this.#allergies.set(patient, toldAllergies(standing));
    } catch {
      // One that cannot be read is asked for again; it keeps no box from starting.
      await this.wipe(patient).catch(() => this.#until.delete(patient));
    }
  }

  #counts(patient: PatientId): boolean {
    const until = this.#until.get(patient);
    return until !== undefined && Date.parse(until) > this.now();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#writing.then(work);
    this.#writing = done.catch(() => undefined);
    return done;
  }

  #writeList(): Promise<void> {
    return write(this.database, LIST, { until: Object.fromEntries(this.#until) });
  }
}

/** What is kept here can be asked for again: a damaged store of it must not keep the box from starting. */
async function openOrBegin(folder: string): Promise<PouchDB.Database> {
  try {
    return await openDatabase<object>(folder, 'histories');
  } catch (error) {
    if (!(error instanceof FacilityError) || error.code !== 'store-damaged') throw error;
    await rm(join(folder, 'histories'), { recursive: true, force: true });
    return openDatabase<object>(folder, 'histories');
  }
}

function nameOf(patient: PatientId): string {
  return `_local/${patient}`;
}

async function read<T extends object>(database: PouchDB.Database, id: string): Promise<Local<T> | null> {
  try {
    return await database.get(id);
  } catch (error) {
    if ((error as { status?: number }).status === 404) return null;
    throw error;
  }
}

async function write(database: PouchDB.Database, id: string, body: object): Promise<void> {
  const { _rev } = (await read(database, id)) ?? {};
  await database.put({ ...body, _id: id, ...(_rev === undefined ? {} : { _rev }) });
}

function withoutMarks({ _id, _rev, ...history }: Local<KeptHistory>): KeptHistory {
  return history;
}
