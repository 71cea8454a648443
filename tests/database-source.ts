import type { BoxId } from '../records/ids.js';
import type { RecordsDatabase } from '../node-server/store/databases.js';
import type { RestoreSource, StoredRecord } from '../node-server/restore/restore-source.js';

const PAGE = 2_000;

/** Another box's open ledger as the source of a restore. */
export function databaseSource(records: RecordsDatabase, box: BoxId): RestoreSource {
  return {
    kind: 'backup',
    box,
    total: null,
    async *read(after) {
      for (let since = after; ; since += PAGE) {
        const { results } = await records.changes({ since, limit: PAGE, include_docs: true });
        const page = results.flatMap(({ doc }) => (doc ? [doc as StoredRecord] : []));
        if (page.length > 0) yield { part: 'records', records: page };
        if (results.length < PAGE) return;
      }
    },
  };
}
