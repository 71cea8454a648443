import type { BoxId } from '../../records/ids.js';
import type { CrossCheck } from '../../records/reports/check-figures.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Copy } from './copy.js';
import type { Directory } from './directory.js';

/** What a rule may look at beside the record. */
export interface RuleContext {
  /** whose ledger the record stands in */
  box: BoxId;
  directory: Directory;
  /** what must hold between a summary's figures */
  checks: readonly CrossCheck[];
}

/** One record of a facility's ledger → what is to stand elsewhere. Pure; the same record gives the same copies. */
export type Rule<R extends LedgerRecord> = (record: R, context: RuleContext) => Copy[];
