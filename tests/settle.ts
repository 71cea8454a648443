import { setTimeout as pause } from 'node:timers/promises';
import { couchdbUrl } from './config.js';

/** Longer than a second: CouchDB names a database's files by the second in which it was made. */
const NOTICED_MS = 1_500;

/**
 * A real CouchDB answers before all of it has noticed: another password or validation holds a moment later, a deleted
 * database's files go after the answer, the third copy of a document comes after the second. A test that depends on
 * such a thing waits here; with the embedded one there is nothing to wait for.
 */
export async function settle(): Promise<void> {
  if (couchdbUrl() !== null) await pause(NOTICED_MS);
}
