import tap from 'tap';
import { couchdbUrl } from './config.js';

/** Of three nodes on one small machine each answer comes several times slower than of the embedded one. */
const PATIENCE_MS = 900_000;

/** The CouchDB of `NADI_COUCHDB_URL`, before which a test file gets more time than it asked for; null: the embedded one. */
export function givenCouchdb(): string | null {
  const url = couchdbUrl();
  if (url !== null) tap.setTimeout(PATIENCE_MS);
  return url;
}
