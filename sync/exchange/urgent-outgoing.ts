import type { LedgerRecord } from '../../records/ledger-record.js';
import { patientOf, visitOf } from '../../records/ids.js';
import { ledgerTail } from '../ledger-tail.js';
import type { PushMark } from '../sync-mark.js';

/** Records read at once. */
const PAGE = 1_000;
/** Records in one urgent bundle: a few visits, in one piece of a few kB. */
const MOST = 60;

type Row = LedgerRecord & { _rev: string };

/** A record that waits, and what is needed of it to say what belongs to what. */
interface Waiting {
  n: number;
  id: string;
  patient: string | null;
}

export interface UrgentOptions {
  records: PouchDB.Database;
  /** moved on elsewhere as records are confirmed */
  mark: PushMark;
  /** does this record have to travel before all others? */
  isUrgent: (record: LedgerRecord) => boolean;
}

/**
 * Finds what must not wait behind a backlog: urgent records, each with what else waits of its visit and its patient, so
 * that whoever receives it knows whom it is about. Each record of the tail is looked at once.
 */
export class UrgentOutgoing {
  #seen: number;
  readonly #waiting = new Map<number, Waiting>();
  readonly #urgent = new Set<number>();
  /** sent and not confirmed: the record, and whether it is urgent itself */
  readonly #onTheWay = new Map<number, { found: Waiting; urgent: boolean }>();

  constructor(readonly options: UrgentOptions) {
    this.#seen = options.mark.confirmed;
  }

  /** Looks at what was written since. */
  async look(): Promise<void> {
    const { records, isUrgent } = this.options;
    for await (const { doc, seq } of ledgerTail(records, this.#seen)) {
      this.#seen = seq;
      if (!doc) continue;
      this.#waiting.set(doc.n, { n: doc.n, id: doc._id, patient: patientIn(doc) });
      if (isUrgent(doc)) this.#urgent.add(doc.n);
    }
    this.#forgetSent();
  }

  get waits(): boolean {
    return this.#urgent.size > 0;
  }

  /** The numbers of the next urgent records with what belongs to them, in order. */
  next(): number[] {
    this.#forgetSent();
    const visits = new Set<string>();
    const patients = new Set<string>();
    for (const n of [...this.#urgent].slice(0, MOST)) {
      const found = this.#waiting.get(n);
      if (!found) continue;
      if (found.id.startsWith('visit:')) visits.add(visitOf(found.id));
      if (found.patient !== null) patients.add(found.patient);
    }
    return [...this.#waiting.values()]
      .filter(({ n, id }) => {
        if (this.#urgent.has(n)) return true;
        if (id.startsWith('visit:')) return visits.has(visitOf(id));
        return id.startsWith('patient:') && patients.has(patientOf(id));
      })
      .map(({ n }) => n)
      .sort((a, b) => a - b)
      .slice(0, 10 * MOST);
  }

  /** These are on their way. */
  sent(numbers: readonly number[]): void {
    for (const n of numbers) {
      const found = this.#waiting.get(n);
      if (found) this.#onTheWay.set(n, { found, urgent: this.#urgent.has(n) });
      this.#forget(n);
    }
  }

  isOnTheWay(n: number): boolean {
    return this.#onTheWay.has(n);
  }

  /** The exchange is over: what was not confirmed waits again. */
  again(): void {
    for (const [n, { found, urgent }] of this.#onTheWay) {
      this.#waiting.set(n, found);
      if (urgent) this.#urgent.add(n);
    }
    this.#onTheWay.clear();
    this.#forgetSent();
  }

  #forgetSent(): void {
    const { confirmed, ahead = [] } = this.options.mark;
    for (const n of this.#waiting.keys()) if (n <= confirmed) this.#forget(n);
    for (const n of ahead) this.#forget(n);
  }

  #forget(n: number): void {
    this.#urgent.delete(n);
    this.#waiting.delete(n);
  }
}

/** Reads records by their numbers, which are the ledger's sequences. */
export async function readNumbered(records: PouchDB.Database, numbers: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (first === undefined || last === undefined) return rows;
  const wanted = new Set(numbers);
  for (let since = first - 1; since < last;) {
    const limit = Math.min(PAGE, last - since);
    const { results } = await records.changes<LedgerRecord>({ since, limit, include_docs: true });
    if (results.length === 0) break;
    for (const { doc, seq } of results) {
      since = Number(seq);
      if (doc && wanted.has(since)) rows.push(doc);
    }
  }
  return rows;
}

function patientIn(record: LedgerRecord): string | null {
  if (record._id.startsWith('patient:')) return patientOf(record._id);
  return 'patient' in record && typeof record.patient === 'string' ? record.patient : null;
}
