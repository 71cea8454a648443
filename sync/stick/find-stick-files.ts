import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import { MOST_CLEAR_LINE } from '../sealed-file/clear-line.js';
import { readStickLine } from './read-stick.js';
import { stickPlaceError } from './stick-error.js';
import { STICK_EXTENSION, type StickHeader } from './stick-format.js';

export interface StickFile {
  path: string;
  header: StickHeader;
}

/** On a stick, what is Nadi's has a folder of its own. */
const STICK_FOLDER = 'nadi';

/**
 * The files of one direction in a folder or on a stick, by box and time. A file whose first line cannot be read is
 * told to `onBad`. Throws `stick-no-place`.
 */
export async function findStickFiles(
  folder: string,
  kind: StickHeader['kind'],
  onBad: (path: string, error: FacilityError) => void = () => undefined,
): Promise<StickFile[]> {
  const found: StickFile[] = [];
  for (const place of [folder, join(folder, STICK_FOLDER)]) {
    const names = await readdir(place).catch((cause: unknown) => {
      if (place !== folder) return [];
      throw stickPlaceError(folder, cause);
    });
    for (const name of names.sort()) {
      if (!name.endsWith(STICK_EXTENSION)) continue;
      const path = join(place, name);
      try {
        const header = await readStickHeader(path);
        if (header.kind === kind) found.push({ path, header });
      } catch (error) {
        if (!(error instanceof FacilityError)) throw error;
        onBad(path, error);
      }
    }
  }
  return found;
}

/** What a file says in clear. Throws `stick-damaged`, `stick-newer`, `stick-no-place`. */
export async function readStickHeader(path: string): Promise<StickHeader> {
  const start = new Uint8Array(MOST_CLEAR_LINE);
  let length = 0;
  try {
    await stat(path);
    const handle = await open(path, 'r');
    try {
      ({ bytesRead: length } = await handle.read(start, 0, MOST_CLEAR_LINE, 0));
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw stickPlaceError(path, cause);
  }
  const text = Buffer.from(start.subarray(0, length)).toString('latin1');
  const end = text.indexOf('\n');
  return readStickLine(basename(path), end < 0 ? null : text.slice(0, end)).header;
}
