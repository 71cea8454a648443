import { setTimeout as pause } from 'node:timers/promises';
import type { CouchUnderTest } from './couch-under-test.js';
import { until } from './until.js';

/** CouchDB names a database's files by the second in which it was made: one that is made anew must not take the same. */
const NEXT_SECOND_MS = 1_100;

/**
 * Removes databases, so that they can be made anew: a node keeps a list of where databases lie, and refuses a while what
 * was there just now (apache/couchdb issue 2073).
 */
export async function removeDatabases(
  { ask, isEmbedded }: Pick<CouchUnderTest, 'ask' | 'isEmbedded'>,
  names: readonly string[],
): Promise<void> {
  let removed = 0;
  for (const name of names) {
    if ((await ask('DELETE', `/${name}`)).status < 300) removed += 1;
    await until(`${name} is gone`, async () => (await ask('GET', `/${name}`)).status === 404);
  }
  if (removed > 0 && !isEmbedded) await pause(NEXT_SECOND_MS);
}
