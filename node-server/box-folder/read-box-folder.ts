import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import { readSecrets, type BoxSecrets } from './box-secrets.js';
import { checkSettings, type BoxSettings } from './box-settings.js';
import { damagedFile, foreignFolder, standbyFolder, unfinishedRestore } from './folder-errors.js';
import { SETTINGS_FILE } from './folder-files.js';
import { lookAt } from './folder-state.js';

/** Reads a data folder's settings. Throws `not-set-up`, `store-foreign` or `store-damaged`. */
export async function readBoxFolder(folder: string): Promise<{ settings: BoxSettings; secrets: BoxSecrets }> {
  const state = await lookAt(folder);
  if (state === 'restoring') throw unfinishedRestore(folder);
  if (state === 'standby') throw standbyFolder(folder);
  if (state === 'empty' || state === 'unfinished') {
    throw new FacilityError('not-set-up', `${folder} holds no health centre yet.`, {
      hint: 'hints.setupFirst',
    });
  }
  if (state === 'foreign') throw foreignFolder(folder);
  const settings = parse(await readFile(join(folder, SETTINGS_FILE), 'utf8'), folder);
  return { settings, secrets: await readSecrets(folder) };
}

function parse(text: string, folder: string): BoxSettings {
  try {
    return checkSettings(JSON.parse(text));
  } catch (cause) {
    throw damagedFile(join(folder, SETTINGS_FILE), cause);
  }
}
