import type { RestrictionRecord } from './box.js';
import { patientOf, type PatientId, type VisitId } from './ids.js';
import type { LedgerRecord } from './ledger-record.js';
import type { Role } from './people.js';

/** Who reads, as far as it decides what a restriction closes. */
export interface Reader {
  roles: readonly Role[];
  /** has opened this patient's record with a reason, and the time for it is not over */
  opened: boolean;
}

interface Snapshot {
  format: 1;
  records: RestrictionRecord[];
}

/** What is restricted (HIV, MTP, POCSO, mental health). A fold over `restriction` records of any box, in any order. */
export class RestrictionFold {
  readonly #records = new Map<PatientId, Map<string, RestrictionRecord>>();

  static restore(json: unknown): RestrictionFold {
    const snapshot = json as Snapshot;
    if (snapshot?.format !== 1) throw new TypeError('not a snapshot of restrictions');
    const fold = new RestrictionFold();
    for (const record of snapshot.records) fold.apply(record);
    return fold;
  }

  snapshot(): unknown {
    const records = [...this.#records.values()].flatMap((own) => [...own.values()]);
    return { format: 1, records } satisfies Snapshot;
  }

  apply(record: LedgerRecord): void {
    if (record.type !== 'restriction') return;
    const patient = patientOf(record._id);
    const own = this.#records.get(patient) ?? new Map<string, RestrictionRecord>();
    this.#records.set(patient, own.set(record._id, record));
  }

  /** In force, oldest first. */
  of(patient: PatientId): RestrictionRecord[] {
    const all = [...(this.#records.get(patient)?.values() ?? [])];
    const lifted = new Set(all.map((record) => record.lifted));
    return all
      .filter((record) => record.lifted === undefined && !lifted.has(record._id))
      .sort((a, b) => (a.at < b.at ? -1 : 1));
  }
}

/** Those in force that cover a visit; with null, those that cover the whole record. */
export function restrictionsOn(
  restrictions: readonly RestrictionRecord[],
  visit: VisitId | null,
): RestrictionRecord[] {
  return restrictions.filter((one) => one.visit === undefined || one.visit === visit);
}

/** Whether somebody may read what stands in a visit, or with null in the record as a whole. Doctors treat: they may. */
export function maySee(
  restrictions: readonly RestrictionRecord[],
  visit: VisitId | null,
  { roles, opened }: Reader,
): boolean {
  return opened || roles.includes('doctor') || restrictionsOn(restrictions, visit).length === 0;
}
