import { byTime } from '../by-time.js';
import type { LedgerRecord } from '../ledger-record.js';

/** Whether the patient has said no to it after that moment, at any facility: the later word counts. */
export function isWithdrawn(records: readonly LedgerRecord[], givenAt: string): boolean {
  const words = records.filter((record) => record.type === 'consent' && record.purpose === 'history');
  const last = words.sort(byTime).at(-1);
  return last?.type === 'consent' && !last.given && Date.parse(last.at) > Date.parse(givenAt);
}
