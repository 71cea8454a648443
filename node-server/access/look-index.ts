import type { AccessRecord } from '../../records/box.js';
import { intact } from '../../records/damaged-row.js';
import { boxRecordId, type PatientId } from '../../records/ids.js';
import type { Facility } from '../facility.js';
import { onePerFacility } from '../one-per-facility.js';
import type { RecordsDatabase } from '../store/databases.js';
import { readKeys } from '../store/read-records.js';

/** Read at once: no page waits longer than for these. */
const BATCH = 500;

/** The one of a facility. */
export const lookIndex = onePerFacility((facility) => new LookIndex(facility));

/**
 * Which access records name a patient, and which carry a reason: their numbers only, 8 bytes each. Read from the store
 * when first asked for (see docs/adr/0009-looks.md for how long that takes), then kept by what is written.
 */
class LookIndex {
  readonly #byPatient = new Map<PatientId, number[]>();
  readonly #withReason: number[] = [];
  #ready: Promise<void> | null = null;

  constructor(private readonly facility: Facility) {
    facility.onWritten((records) => {
      if (!this.#ready) return;
      for (const record of records) if (record.type === 'access') this.#take(record);
    });
  }

  /** The latest looks at a patient's record, newest first. */
  async ofPatient(patient: PatientId, most: number): Promise<AccessRecord[]> {
    await this.#read();
    return this.#load(this.#byPatient.get(patient) ?? [], most);
  }

  /** The latest that were opened with a reason (break-glass), newest first. */
  async withReason(most: number): Promise<AccessRecord[]> {
    await this.#read();
    return this.#load(this.#withReason, most);
  }

  async #load(numbers: readonly number[], most: number): Promise<AccessRecord[]> {
    const { box, databases } = this.facility;
    // Records that were written while the store was read may stand twice, and not in order.
    const latest = [...new Set(numbers)].sort((a, b) => b - a).slice(0, most);
    if (latest.length === 0) return [];
    const keys = latest.map((n) => boxRecordId('access', box, n));
    const found = await readKeys(databases.records, keys);
    return found.filter((record) => record.type === 'access');
  }

  #read(): Promise<void> {
    this.#ready ??= this.#readAll(this.facility.databases.records).catch((error: unknown) => {
      this.#ready = null;
      throw error;
    });
    return this.#ready;
  }

  /** Ids sort as text, so the pieces come in any order of number; each is a turn of its own. */
  async #readAll(database: RecordsDatabase): Promise<void> {
    const prefix = `access:${this.facility.box}:`;
    for (let from = prefix; ;) {
      const { rows } = await database.allDocs({
        startkey: from,
        endkey: `${prefix}\uffff`,
        include_docs: true,
        limit: BATCH,
      });
      for (const row of rows) {
        if (!('doc' in row) || !row.doc) continue;
        const record = intact(row.doc, row.id);
        if (record.type === 'access') this.#take(record);
      }
      const last = rows.at(-1);
      if (!last || rows.length < BATCH) return;
      from = `${last.id}\u0000`;
    }
  }

  #take({ n, patients, reason }: AccessRecord): void {
    for (const patient of patients) {
      const own = this.#byPatient.get(patient);
      if (own) own.push(n);
      else this.#byPatient.set(patient, [n]);
    }
    if (reason !== undefined) this.#withReason.push(n);
  }
}
