import type { OpenWork } from '../open-work.js';
import type { RecentPractice } from './recent-practice.js';

/** What the doctors' pages keep in memory, all of it folded from the ledger. */
export interface DoctorsMemory {
  practice: RecentPractice;
  /** visits with a critical result that nobody has acknowledged */
  critical: OpenWork;
}
