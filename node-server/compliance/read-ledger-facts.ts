import { ComplianceFold } from '../../records/reports/compliance-fold.js';
import type { ReportPeriod } from '../../records/reports/report-period.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { LedgerReport } from '../../records/ledger-finding.js';
import type { Job } from '../../records/progress.js';
import { verifyBox } from '../audit/verify-box.js';
import type { Facility } from '../facility.js';

/** Checks the ledger as `nadi audit verify` does, and counts on the same way what the report asks of it. */
export async function* readLedgerFacts(
  facility: Facility,
  period: ReportPeriod,
  trusted: readonly string[],
): Job<{ fold: ComplianceFold; report: LedgerReport }> {
  const fold = new ComplianceFold(period);
  const report = yield* verifyBox(facility, trusted, (document) => {
    // A damaged row is the check's to name.
    if (isRecord(document)) fold.take(document);
  });
  return { fold, report };
}

function isRecord(document: object): document is LedgerRecord {
  const { type, at, by, _deleted } = document as Record<string, unknown>;
  const dated = typeof at === 'string' && Number.isFinite(Date.parse(at));
  return typeof type === 'string' && dated && typeof by === 'string' && _deleted !== true;
}
