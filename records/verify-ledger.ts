import { LedgerCheck, type CheckOptions } from './ledger-check.js';
import type { LedgerReport } from './ledger-finding.js';
import type { Job } from './progress.js';

const EVERY = 2_000;

/**
 * Checks a ledger: its numbers, times, chain, seals and signatures. Never throws for what it finds, only what the
 * reading of `records` throws.
 *
 * @param records as they stand in their store, PouchDB's `_rev` with them if there is one
 * @param total how many there are, if it is known
 */
export async function* verifyLedger(
  records: AsyncIterable<object> | Iterable<object>,
  options: CheckOptions = {},
  total?: number,
): Job<LedgerReport> {
  const check = new LedgerCheck(options);
  let done = 0;
  for await (const record of records) {
    check.add(record);
    done += 1;
    if (done % EVERY === 0) {
      yield { step: 'audit.reading', done, ...(total === undefined ? {} : { total }), unit: 'records' };
    }
  }
  return check.finish();
}
