import { statusOf } from '../centre-refusal.js';
import type { CentreWork, Outcome } from './centre-work.js';

/** `q`: into how many shards it is split; it can't be changed later, so one that stands stays as it is. */
export async function ensureDatabase(
  { nano, dryRun, n }: CentreWork,
  name: string,
  q: number,
): Promise<Outcome> {
  if (dryRun) {
    return (await exists(nano, name)) ? 'stands' : 'made';
  }
  try {
    await nano.db.create(name, { q, n });
    return 'made';
  } catch (error) {
    // 412 is also what CouchDB answers where too few nodes are up.
    if ((error as { error?: unknown }).error === 'file_exists') return 'stands';
    // Of two who make one at once the slower may hear this.
    if (statusOf(error) === 500 && (await exists(nano, name))) return 'stands';
    throw error;
  }
}

export async function exists(nano: CentreWork['nano'], name: string): Promise<boolean> {
  try {
    await nano.db.get(name);
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}
