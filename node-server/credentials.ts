import type { Facility } from './facility.js';
import type { Drafting } from './store/drafting.js';
import type { StaffId } from '../records/ids.js';

/**
 * A staff member's password hash stays on the box, in a `_local` document that no replication carries: the
 * centre and its backups hold nothing to guess passwords from.
 */
export function keepCredential(draft: Drafting, staff: StaffId, hash: string): void {
  draft.keepLocal(`credential-${staff}`, { hash });
}

export async function readCredential(facility: Facility, staff: StaffId): Promise<string | null> {
  const found = await facility.readLocal(`credential-${staff}`);
  return typeof found?.hash === 'string' ? found.hash : null;
}
