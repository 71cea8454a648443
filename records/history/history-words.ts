import { visitIn } from '../audit-entry.js';
import type { PatientId } from '../ids.js';
import type { LedgerRecord } from '../ledger-record.js';
import type { HistoryWord } from './history-word.js';

/** A copy of a history, as far as words on it are concerned. */
export interface WordedCopy {
  /** all ids of the patient as they were when it was fetched */
  patients: readonly PatientId[];
  /** UTC, when the patient consented to it, or somebody gave a reason */
  since: string;
  records: readonly LedgerRecord[];
}

export type AfterWords =
  | { outcome: 'stands' }
  | { outcome: 'withdrawn' }
  | { outcome: 'closed'; at: string; records: LedgerRecord[] };

/** What boxes were told of histories that they fetched. A fold in any order, any number of times. */
export class HistoryWords {
  readonly #words = new Map<string, HistoryWord>();
  readonly #ofPatient = new Map<PatientId, Set<string>>();

  apply(word: HistoryWord): void {
    this.#words.set(word._id, word);
    const own = this.#ofPatient.get(word.patient) ?? new Set();
    this.#ofPatient.set(word.patient, own.add(word._id));
  }

  /** UTC, when the patient last said no elsewhere; null: never. */
  withdrawnAt(patients: readonly PatientId[]): string | null {
    const words = this.#of(patients).filter(({ said }) => said === 'withdrawn');
    return (
      words
        .map(({ at }) => at)
        .sort()
        .at(-1) ?? null
    );
  }

  /**
   * What is left of a copy. A no that is later than the consent ends it. Of what has been restricted the visits go; where
   * the copy holds the restriction itself, it came with it, by a consent that opens what is restricted.
   */
  after({ patients, since, records }: WordedCopy): AfterWords {
    const no = this.withdrawnAt(patients);
    if (no !== null && Date.parse(no) > Date.parse(since)) return { outcome: 'withdrawn' };
    const known = new Set(records.map(({ _id }) => _id));
    const closing = this.#closed(patients).filter(({ restriction }) => !known.has(restriction));
    const covers = (record: LedgerRecord): boolean => {
      const visit = visitIn(record);
      return visit !== undefined && closing.some((one) => one.visit === undefined || one.visit === visit);
    };
    const left = records.filter((record) => !covers(record));
    const at = closing
      .map((one) => one.at)
      .sort()
      .at(-1);
    return left.length === records.length || at === undefined
      ? { outcome: 'stands' }
      : { outcome: 'closed', at, records: left };
  }

  #closed(patients: readonly PatientId[]): Extract<HistoryWord, { said: 'closed' }>[] {
    const words = this.#of(patients);
    const lifted = new Set(words.flatMap((word) => (word.said === 'lifted' ? [word.restriction] : [])));
    return words.flatMap((word) => (word.said === 'closed' && !lifted.has(word.restriction) ? [word] : []));
  }

  #of(patients: readonly PatientId[]): HistoryWord[] {
    const ids = patients.flatMap((patient) => [...(this.#ofPatient.get(patient) ?? [])]);
    return ids.flatMap((id) => this.#words.get(id) ?? []);
  }
}
