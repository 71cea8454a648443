import type { ServerScope } from 'nano';
import { statusOf } from './centre-refusal.js';

/** `made`: it was missing; `stands`: it was right already; `updated`: it was there and differed. */
export type Outcome = 'made' | 'stands' | 'updated';

export async function ensureDatabase(nano: ServerScope, name: string): Promise<Outcome> {
  try {
    await nano.db.create(name);
    return 'made';
  } catch (error) {
    if (statusOf(error) === 412) return 'stands';
    throw error;
  }
}
