import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import { FacilityError } from '../records/facility-error.js';

export interface TlsFlags {
  cert?: string;
  key?: string;
}

/** What a server of the centre speaks HTTPS with; null where neither file was named. Throws `bad-input`. */
export async function readTls({ cert, key }: TlsFlags): Promise<{ cert: string; key: string } | null> {
  if (cert === undefined && key === undefined) return null;
  const pair = { cert: await read('cert', cert), key: await read('key', key) };
  try {
    createSecureContext(pair);
  } catch (cause) {
    throw new FacilityError('bad-input', `--cert ${cert} and --key ${key} do not go together`, {
      fields: [{ field: 'cert', code: 'notValid' }],
      hint: 'hints.pemFiles',
      cause,
    });
  }
  return pair;
}

async function read(field: 'cert' | 'key', path = ''): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new FacilityError('bad-input', `--${field} ${path} cannot be read`, {
      fields: [{ field, code: 'required' }],
      hint: 'hints.certAndKey',
      cause,
    });
  }
}
