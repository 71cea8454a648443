import type { CouchUnderTest } from './couch-under-test.js';
import { until } from './until.js';

/**
 * Removes databases, and waits until the CouchDB knows it: a node keeps a list of where databases lie, and refuses a
 * while to make one anew that was there just now (apache/couchdb issue 2073).
 */
export async function removeDatabases(
  { ask }: Pick<CouchUnderTest, 'ask'>,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    await ask('DELETE', `/${name}`);
    await until(`${name} is gone`, async () => (await ask('GET', `/${name}`)).status === 404);
  }
}
