import type { Test } from 'tap';
import { startEmbeddedCouch } from '../central/embedded-couch/start-embedded-couch.js';
import { givenCouchdb } from './given-couchdb.js';
import { QUICK_COST } from './quick-cost.js';

/** The CouchDB that tests were given, or an embedded one; its address with the admin's account in it. */
export async function openCentre(t: Test): Promise<string> {
  const real = givenCouchdb();
  if (real !== null) return real;
  const couch = await startEmbeddedCouch({
    port: 0,
    host: '127.0.0.1',
    admin: { name: 'admin', password: 'admin' },
    hashCost: QUICK_COST.N,
  });
  t.teardown(() => couch.stop());
  return couch.url.replace('://', '://admin:admin@');
}
