import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { refuseOpenStore } from '../store/refuse-open-store.js';
import { SECRETS_FILE, SETTINGS_FILE } from './folder-files.js';

/**
 * Clears away what a set-up or a restore left behind. Throws `store-locked` where what looks left over is another
 * process's work.
 */
export async function clearFolder(folder: string): Promise<void> {
  await refuseOpenStore(folder);
  for (const name of [
    'records',
    'shared',
    'inbox',
    'papers',
    'taken-in',
    'folds',
    'tls',
    SECRETS_FILE,
    SETTINGS_FILE,
  ]) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}
