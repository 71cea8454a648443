import type { LedgerRecord } from '../../records/ledger-record.js';

/** Something that is derived from records, fed in order of `n`. */
export interface Fold {
  apply(record: LedgerRecord): void;
}

/** A fold over years of records, kept on disk beside the ledger so that a start reads only the tail. */
export interface LastingFold extends Fold {
  snapshot(): unknown;
}
