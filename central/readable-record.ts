import type { LedgerRecord } from '../records/ledger-record.js';
import { readRecord } from '../records/record-schemas.js';

/** A ledger's document as it was written, or nothing: what this version cannot read keeps nothing else back. */
export function readableRecord(
  document: (LedgerRecord & { _rev?: string }) | null | undefined,
): LedgerRecord[] {
  if (!document) return [];
  const { _rev, ...record } = document;
  try {
    readRecord(record);
    return [record];
  } catch {
    return [];
  }
}
