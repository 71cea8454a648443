import type { ServerScope } from 'nano';
import { exists } from '../central/ensure/ensure-database.js';
import { settle } from './settle.js';
import { until } from './until.js';

/** Deletes a database at the centre, and waits until it may be made anew. */
export async function loseDatabase(nano: ServerScope, name: string): Promise<void> {
  await nano.db.destroy(name);
  await until(`${name} is gone`, async () => !(await exists(nano, name).catch(() => true)));
  await settle();
}
