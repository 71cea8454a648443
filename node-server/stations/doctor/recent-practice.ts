import { addDays } from '../../../records/day.js';
import type { LedgerRecord } from '../../../records/ledger-record.js';
import type { Facility } from '../../facility.js';
import { readVisitDays } from '../../store/read-visit-days.js';

/** So many days tell what the season brings. */
const DAYS = 10;

export type PracticeKind = 'complaint' | 'diagnosis' | 'drug' | 'test' | 'advice';

/** What this facility's doctors wrote most in the last days: the quick picks of their form. */
export class RecentPractice {
  readonly #counts = {
    complaint: new Map<string, number>(),
    diagnosis: new Map<string, number>(),
    drug: new Map<string, number>(),
    test: new Map<string, number>(),
    advice: new Map<string, number>(),
  };
  #read: Promise<void> | null = null;

  constructor(private readonly facility: Facility) {
    facility.onWritten((records) => {
      // What is read from the store later holds these, too.
      if (this.#read) for (const record of records) this.#apply(record);
    });
  }

  /** Keys (Hindi text of complaints and advice, codes of the others), most used first. */
  async most(kind: PracticeKind, howMany: number): Promise<string[]> {
    this.#read ??= this.#load().catch((error: unknown) => {
      this.#read = null;
      throw error;
    });
    await this.#read;
    return [...this.#counts[kind]]
      .sort((a, b) => b[1] - a[1])
      .slice(0, howMany)
      .map(([key]) => key);
  }

  async #load(): Promise<void> {
    const { facility } = this;
    const to = facility.today();
    const period = { from: addDays(to, -DAYS), to };
    for await (const records of readVisitDays(() => facility.databases.records, facility.box, period)) {
      for (const record of records) this.#apply(record);
    }
  }

  #apply(record: LedgerRecord): void {
    switch (record.type) {
      case 'consultation':
        for (const { text } of record.complaints) this.#count('complaint', text);
        for (const text of record.advice ?? []) this.#count('advice', text);
        return;
      case 'diagnosis':
        if (record.code) this.#count('diagnosis', record.code);
        return;
      case 'prescription':
        for (const { drug } of record.lines) if (drug) this.#count('drug', drug);
        return;
      case 'lab-order':
        for (const test of record.tests) this.#count('test', test);
        return;
      default:
    }
  }

  #count(kind: PracticeKind, key: string): void {
    const counts = this.#counts[kind];
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}
