import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { storeError } from '../store/store-error.js';
import type { KeyedCertificate } from './local-ca.js';

export type TlsPart = 'ca' | 'server';

/** The folder of keys in a data folder, for its owner only. */
function tlsFolder(folder: string): string {
  return join(folder, 'tls');
}

/** Null where it was never made. */
export async function readKeyed(folder: string, part: TlsPart): Promise<KeyedCertificate | null> {
  try {
    const text = await readFile(join(tlsFolder(folder), `${part}.json`), 'utf8');
    const read = JSON.parse(text) as Partial<KeyedCertificate>;
    if (typeof read.certificate !== 'string' || typeof read.key !== 'string') return null;
    return { certificate: read.certificate, key: read.key };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (cause instanceof SyntaxError) return null;
    throw storeError(cause);
  }
}

/** Key and certificate in one file, so that a power cut never leaves two that do not belong together. */
export async function writeKeyed(folder: string, part: TlsPart, keyed: KeyedCertificate): Promise<void> {
  const path = join(tlsFolder(folder), `${part}.json`);
  try {
    await mkdir(tlsFolder(folder), { recursive: true, mode: 0o700 });
    await chmod(tlsFolder(folder), 0o700);
    const file = await open(`${path}.new`, 'w', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(keyed, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  } catch (cause) {
    throw storeError(cause);
  }
}
