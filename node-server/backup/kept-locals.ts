import type { Facility } from '../facility.js';
import type { BackupLocal } from './backup-format.js';

/**
 * The documents of this box only that a new box needs: the hashes of its staff's passwords and PINs. Print counts, marks of saved
 * forms and the like are not worth keeping.
 */
export async function keptLocals(facility: Facility): Promise<BackupLocal[]> {
  const names = facility.staff.list().flatMap(({ id }) => [`credential-${id}`, `pin-${id}`]);
  const found: BackupLocal[] = [];
  for (const name of names) {
    const local = await facility.readLocal(name);
    if (!local) continue;
    const { _rev, ...rest } = local;
    void _rev;
    found.push({ ...rest, _id: `_local/${name}` });
  }
  return found;
}
