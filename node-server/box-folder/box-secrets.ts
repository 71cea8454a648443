import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { damagedFile } from './folder-errors.js';
import { SECRETS_FILE } from './folder-files.js';

/** `secrets.json`, readable by its owner only. */
export interface BoxSecrets {
  /** signs and encrypts session cookies */
  cookieKey: string;
  /** the box's Ed25519 private key, which signs its seals: PKCS #8, base64url; see `sealKeyOf` */
  sealKey?: string;
  centrePassword?: string;
  /** age private key to which the centre encrypts its answers on sticks */
  syncIdentity?: string;
  /** age private key with which the box reads its own backups back */
  backupIdentity?: string;
}

/** Throws `store-damaged`. */
export async function readSecrets(folder: string): Promise<BoxSecrets> {
  const file = join(folder, SECRETS_FILE);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw damagedFile(file, cause);
  });
  try {
    return JSON.parse(text) as BoxSecrets;
  } catch {
    // Without the cause: it quotes the text.
    throw damagedFile(file);
  }
}
