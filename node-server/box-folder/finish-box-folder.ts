import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../sync/sealed-file/fsync-folder.js';
import { makeSealKey } from '../make-seal-key.js';
import { storeError } from '../store/store-error.js';
import type { BoxSecrets } from './box-secrets.js';
import type { BoxSettings } from './box-settings.js';
import { RESTORING_FILE, UNFINISHED_FILE } from './folder-files.js';
import { writeSecrets, writeSettings } from './write-settings.js';

/** Writes settings and secrets; from here on the folder is a box's. */
export async function finishBoxFolder(
  folder: string,
  settings: BoxSettings,
  secrets: Omit<BoxSecrets, 'cookieKey'>,
): Promise<void> {
  try {
    const cookieKey = randomBytes(48).toString('base64url');
    const all: BoxSecrets = { cookieKey, sealKey: makeSealKey(), ...secrets };
    await writeSecrets(folder, all);
    await writeSettings(folder, settings);
    await rm(join(folder, UNFINISHED_FILE), { force: true });
    await rm(join(folder, RESTORING_FILE), { force: true });
    await syncFolder(folder);
  } catch (cause) {
    throw storeError(cause);
  }
}
