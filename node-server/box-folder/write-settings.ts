import { join } from 'node:path';
import { storeError } from '../store/store-error.js';
import type { BoxSecrets } from './box-secrets.js';
import type { BoxSettings } from './box-settings.js';
import { SECRETS_FILE, SETTINGS_FILE } from './folder-files.js';
import { writeWhole } from './write-whole.js';

/** Throws `disk-full`, `store-failed`. */
export async function writeSettings(folder: string, settings: BoxSettings): Promise<void> {
  await write(join(folder, SETTINGS_FILE), settings, 0o644);
}

/** Only its owner may read them. Throws `disk-full`, `store-failed`. */
export async function writeSecrets(folder: string, secrets: BoxSecrets): Promise<void> {
  await write(join(folder, SECRETS_FILE), secrets, 0o600);
}

async function write(path: string, value: object, mode: number): Promise<void> {
  await writeWhole(path, value, mode).catch((cause: unknown) => {
    throw storeError(cause);
  });
}
