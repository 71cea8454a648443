import type { LedgerRecord } from '../records/ledger-record.js';
import type { Reference } from '../templates/reference.js';

/** The word in the diagnoses' `notify` column that asks for a report of each single case. */
const SINGLE_CASE = /\bimmediate\b/;

/**
 * Whether a record must not wait behind a backlog: a referral, that it is taken back, what people answer to one, a
 * critical result, a disease of which each case is reported at once.
 */
export function isUrgent(record: LedgerRecord, reference: Reference): boolean {
  if (record.type === 'referral' || record.type === 'referral-cancel') return true;
  // That the box has it, and that all is done, nobody waits for.
  if (record.type === 'referral-reply') return record.status !== 'received' && record.status !== 'closed';
  if (record.type === 'lab-result') return record.flag === 'critical';
  if (record.type === 'referral-results') return record.results.some(({ flag }) => flag === 'critical');
  if (record.type !== 'diagnosis' || record.code === undefined) return false;
  const notify = reference.diagnoses.get(record.code)?.notify ?? [];
  return notify.some((word) => SINGLE_CASE.test(word));
}
