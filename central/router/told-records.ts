import { patientOf, type PatientId } from '../../records/ids.js';

/** So many are remembered of all ledgers; a copy is behind for minutes, in which far fewer come. */
const MOST = 10_000;

/**
 * Records of patients that the feeds of ledgers have told of. A range is read of one copy, which may lack what another
 * one's feed told some minutes ago: who reads a patient's records asks by id for those that it lacks.
 */
export class ToldRecords {
  /** by ledger and patient */
  readonly #ids = new Map<string, Set<string>>();
  #count = 0;

  take(database: string, ids: readonly string[]): void {
    for (const id of ids) {
      const key = keyOf(database, patientOf(id));
      const own = this.#ids.get(key) ?? new Set();
      if (!own.has(id)) this.#count += 1;
      // Moved to the end: what was told last is forgotten last.
      this.#ids.delete(key);
      this.#ids.set(key, own.add(id));
    }
    for (const [key, own] of this.#ids) {
      if (this.#count <= MOST) return;
      this.#ids.delete(key);
      this.#count -= own.size;
    }
  }

  of(database: string, patient: PatientId): string[] {
    return [...(this.#ids.get(keyOf(database, patient)) ?? [])];
  }
}

function keyOf(database: string, patient: PatientId): string {
  return `${database} ${patient}`;
}
