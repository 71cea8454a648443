import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const PATIENCE_MS = 3_000;

/** Whether the kernel's clock follows a time server now, by whichever program; null where systemd cannot say. */
export async function clockSynced(): Promise<boolean | null> {
  try {
    const asked = ['show', '--property=NTPSynchronized', '--value'];
    const { stdout } = await promisify(execFile)('timedatectl', asked, { timeout: PATIENCE_MS });
    const word = stdout.trim();
    return word === 'yes' ? true : word === 'no' ? false : null;
  } catch {
    return null;
  }
}
