import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { openDatabase } from './databases.js';
import { readLast } from './read-records.js';

/**
 * Opens the ledger of a server that does not run, counts, and closes it. `surplus`: documents that the database has
 * more or fewer than the last record's number says. Throws `store-locked`, `store-damaged`.
 */
export async function inspectStore(folder: string): Promise<{ records: number; surplus: number }> {
  // Opening one that is not there would make it.
  await access(join(folder, 'records', 'CURRENT')).catch((cause: unknown) => {
    throw new FacilityError('store-damaged', `${join(folder, 'records')} holds no database.`, { cause });
  });
  const database = await openDatabase<LedgerRecord>(folder, 'records');
  try {
    const records = (await readLast(database))?.n ?? 0;
    return { records, surplus: (await database.info()).doc_count - records };
  } finally {
    await database.close();
  }
}
