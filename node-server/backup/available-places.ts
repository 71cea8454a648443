import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupPlace } from './backup-plan.js';
import { findSticks, type DiskFacts } from './find-sticks.js';

/** A place as it is now. */
export interface PlaceNow {
  place: BackupPlace;
  /** the folder in which backups lie; null where the stick is not in */
  folder: string | null;
  state: 'ready' | 'absent' | 'read-only';
}

/** On a stick, backups have a folder of their own. */
const STICK_FOLDER = 'nadi';

export async function availablePlaces(
  places: readonly BackupPlace[],
  disks: () => Promise<DiskFacts>,
): Promise<PlaceNow[]> {
  const found: PlaceNow[] = [];
  for (const place of places) {
    if (place.kind === 'folder') {
      found.push({ place, folder: place.path, state: await stateOf(place.path) });
      continue;
    }
    const sticks = findSticks(await disks());
    if (sticks.length === 0) found.push({ place, folder: null, state: 'absent' });
    for (const { path, readOnly } of sticks) {
      const state = readOnly ? 'read-only' : await stateOf(path);
      found.push({ place, folder: join(path, STICK_FOLDER), state });
    }
  }
  return found;
}

async function stateOf(folder: string): Promise<PlaceNow['state']> {
  try {
    await access(folder, constants.F_OK);
  } catch {
    return 'absent';
  }
  return access(folder, constants.W_OK).then(
    () => 'ready' as const,
    () => 'read-only' as const,
  );
}
