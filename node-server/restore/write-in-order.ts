import type { RecordsDatabase } from '../store/databases.js';
import { storeError } from '../store/store-error.js';
import type { StoredRecord } from './restore-source.js';

/** PouchDB's bulkDocs sorts what comes with revisions by id before it hands it to the adapter's function, this one. */
interface Adapter {
  _bulkDocs(
    request: { docs: object[] },
    options: { new_edits: false },
    done: (error: unknown, answers: ({ error?: unknown } | undefined)[]) => void,
  ): void;
}

/**
 * Writes records with the revisions that they have, in order, so that the database's sequence goes on as their numbers
 * do. One atomic, fsynced batch. Throws `disk-full`, `store-failed`.
 */
export async function writeInOrder(database: RecordsDatabase, records: StoredRecord[]): Promise<void> {
  const adapter = database as unknown as Adapter;
  const answers = await new Promise<({ error?: unknown } | undefined)[]>((resolve, reject) => {
    adapter._bulkDocs({ docs: records }, { new_edits: false }, (error, given) => {
      if (error) reject(storeError(error));
      else resolve(given);
    });
  });
  const refused = answers.find((answer) => answer?.error);
  if (refused) throw storeError(refused);
}
