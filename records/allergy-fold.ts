import { patientOf, type PatientId } from './ids.js';
import type { LedgerRecord } from './ledger-record.js';
import type { AllergyRecord } from './people.js';
import { standingAllergies } from './standing-allergies.js';

interface Snapshot {
  format: 1;
  records: AllergyRecord[];
}

/** What patients are allergic to, known without reading. A fold over `allergy` records of any box, in any order. */
export class AllergyFold {
  readonly #records = new Map<PatientId, AllergyRecord[]>();

  static restore(json: unknown): AllergyFold {
    const snapshot = json as Snapshot;
    if (snapshot?.format !== 1) throw new TypeError('not a snapshot of allergies');
    const fold = new AllergyFold();
    for (const record of snapshot.records) fold.apply(record);
    return fold;
  }

  snapshot(): unknown {
    return { format: 1, records: [...this.#records.values()].flat() } satisfies Snapshot;
  }

  apply(record: LedgerRecord): void {
    if (record.type !== 'allergy') return;
    const patient = patientOf(record._id);
    const others = (this.#records.get(patient) ?? []).filter(({ _id }) => _id !== record._id);
    this.#records.set(patient, [...others, record]);
  }

  /** In force under this number, oldest first. */
  of(patient: PatientId): AllergyRecord[] {
    return standingAllergies(this.#records.get(patient) ?? []);
  }
}
