import type { ServerScope } from 'nano';
import { statusOf } from './centre-refusal.js';

/** A document of the centre; null where it isn't there, nor its database. */
export async function readDocument<D extends object>(
  nano: ServerScope,
  database: string,
  id: string,
  options: { conflicts?: true } = {},
): Promise<(D & { _id: string; _rev: string }) | null> {
  try {
    return await nano.use<D>(database).get(id, options);
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
