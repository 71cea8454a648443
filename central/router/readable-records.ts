import type { LedgerRecord } from '../../records/ledger-record.js';
import { readRecord } from '../../records/record-schemas.js';
import type { CouchDocument } from './router-couch.js';

/** Documents of a ledger as records. What cannot be read is named by `routeRecord`, and says nothing here. */
export function readableRecords(documents: readonly CouchDocument[]): LedgerRecord[] {
  return documents.flatMap(({ _rev, ...body }) => {
    try {
      return [readRecord(body)];
    } catch {
      return [];
    }
  });
}
