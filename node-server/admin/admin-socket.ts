import { lstat, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';

/** sockaddr_un.sun_path holds 108 bytes with the closing zero (unix(7)); a longer path would be cut silently. */
const MAX_SOCKET_PATH = 107;

const fits = (path: string): boolean => Buffer.byteLength(path) <= MAX_SOCKET_PATH;

/** Where a socket path that would be too long is noted. */
const noteOf = (folder: string): string => join(folder, 'admin.sock.path');

/**
 * Chooses where the server's socket goes: in the data folder, or, where that path is too long, in a private
 * folder under `runtimeFolder` that `admin.sock.path` in the data folder names.
 */
export async function placeAdminSocket(folder: string, runtimeFolder = tmpdir()): Promise<string> {
  const direct = join(folder, 'admin.sock');
  if (fits(direct)) {
    await rm(noteOf(folder), { force: true });
    return direct;
  }
  const noted = await findAdminSocket(folder);
  if (noted !== direct && (await isPrivate(dirname(noted)))) return noted;
  if (!fits(join(runtimeFolder, 'nadi-XXXXXX', 'admin.sock'))) {
    throw new FacilityError('bad-input', `the path of the data folder is too long for a socket: ${folder}`, {
      hint: 'hints.shortFolder',
      fields: [{ field: 'data', code: 'tooLong', params: { max: MAX_SOCKET_PATH - '/admin.sock'.length } }],
    });
  }
  const short = join(await mkdtemp(join(runtimeFolder, 'nadi-')), 'admin.sock');
  await writeFile(noteOf(folder), `${short}\n`, { mode: 0o600 });
  return short;
}

/** Where the running server of this data folder listens. The socket need not be there. */
export async function findAdminSocket(folder: string): Promise<string> {
  try {
    const noted = (await readFile(noteOf(folder), 'utf8')).trim();
    if (/\/nadi-[^/]+\/admin\.sock$/.test(noted)) return noted;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return join(folder, 'admin.sock');
}

/** Removes what `placeAdminSocket` made outside the data folder. */
export async function removeAdminSocket(folder: string, path: string): Promise<void> {
  await rm(path, { force: true });
  if (path === join(folder, 'admin.sock')) return;
  await rm(noteOf(folder), { force: true });
  await rm(dirname(path), { recursive: true, force: true });
}

/** A temporary folder may have gone and been made again by somebody else. */
async function isPrivate(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => null);
  return (
    found !== null && found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0
  );
}
