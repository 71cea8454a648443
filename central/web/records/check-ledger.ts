import type { BoxId } from '../../../records/ids.js';
import type { LedgerReport } from '../../../records/ledger-finding.js';
import type { Job } from '../../../records/progress.js';
import { reportWithoutContent } from '../../../records/report-without-content.js';
import { verifyLedger } from '../../../records/verify-ledger.js';
import { readLineage } from '../../../sync/read-lineage.js';
import type { RouterCouch } from '../../router/router-couch.js';
import { readLedger } from './read-ledger.js';

/** Checks a box's ledger at the centre for somebody who may not read it. Throws as readLedger does. */
export async function* checkLedger(couch: RouterCouch, box: BoxId): Job<LedgerReport> {
  const records = readLineage((one) => readLedger(couch, one), box);
  return reportWithoutContent(yield* verifyLedger(records, { box, ordered: false }));
}
