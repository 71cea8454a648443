import type { LedgerReport } from '../../../records/ledger-finding.js';
import type { Job } from '../../../records/progress.js';

/** Which public keys are believed; absent: the box's own, or those in the ledger. */
export interface Trust {
  trusted?: string[];
}

/**
 * A place where a ledger stands: a box, a backup, the centre, an export. Opening one judges the flags and throws
 * `bad-input`; checking it throws only what reading it throws, and reports what it finds.
 */
export interface AuditSource {
  verify(trust: Trust): Job<LedgerReport>;
}
