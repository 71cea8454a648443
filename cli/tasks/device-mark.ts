import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { resolve } from 'node:path';

/** A mark of this data folder on this machine, the same at each call; it tells nobody which machine it is. */
export async function deviceMark(folder: string): Promise<string> {
  const machine = await readFile('/etc/machine-id', 'utf8').catch(() => hostname());
  return createHash('sha256')
    .update(`nadi device\n${machine.trim()}\n${resolve(folder)}`)
    .digest('base64url');
}
