import { isDeepStrictEqual } from 'node:util';
import type { ServerScope } from 'nano';
import { statusOf } from '../centre-refusal.js';
import type { CentreWork, Outcome } from './centre-work.js';

/** Who reads and, as far as the validation lets them, writes a database. */
export interface Members {
  names: string[];
  roles: string[];
}

/** `_security` becomes exactly this; only server admins are admins of a database. */
export async function ensureSecurity(
  { nano, dryRun }: CentreWork,
  name: string,
  members: Members,
): Promise<Outcome> {
  const security = { admins: { names: [], roles: ['_admin'] }, members };
  const standing = await readSecurity(nano, name);
  if (isDeepStrictEqual(standing, security)) return 'stands';
  if (!dryRun) await nano.request({ db: name, path: '_security', method: 'PUT', body: security });
  return standing === null ? 'made' : 'updated';
}

/** Null where there is no such database. */
export async function readSecurity(
  nano: ServerScope,
  name: string,
): Promise<{ members?: Partial<Members> } | null> {
  try {
    return (await nano.request({ db: name, path: '_security' })) as { members?: Partial<Members> };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
