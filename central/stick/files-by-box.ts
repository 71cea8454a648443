import { stat } from 'node:fs/promises';
import { FacilityError } from '../../records/facility-error.js';
import { BOX_PATTERN, type BoxId } from '../../records/ids.js';
import { findStickFiles, readStickHeader, type StickFile } from '../../sync/stick/find-stick-files.js';
import { stickPlaceError } from '../../sync/stick/stick-error.js';

/**
 * The files of boxes in these places, each once; a box's in order of their records, as the first one brings the key.
 * Throws `stick-no-place`.
 * @param onBad hears of files that cannot be read
 */
export async function filesByBox(
  paths: readonly string[],
  onBad: (path: string, error: FacilityError) => void,
): Promise<Map<BoxId, StickFile[]>> {
  return byBox(await filesOf(paths, onBad));
}

async function filesOf(
  paths: readonly string[],
  onBad: (path: string, error: FacilityError) => void,
): Promise<StickFile[]> {
  const found = new Map<string, StickFile>();
  for (const path of paths) {
    const about = await stat(path).catch((cause: unknown) => {
      throw stickPlaceError(path, cause);
    });
    if (about.isDirectory()) {
      for (const one of await findStickFiles(path, 'up', onBad)) found.set(one.header.id, one);
      continue;
    }
    try {
      const header = await readStickHeader(path);
      found.set(header.id, { path, header });
    } catch (error) {
      if (!(error instanceof FacilityError)) throw error;
      onBad(path, error);
    }
  }
  return [...found.values()].filter(({ header }) => BOX_PATTERN.test(header.box));
}

function byBox(files: readonly StickFile[]): Map<BoxId, StickFile[]> {
  const boxes = new Map<BoxId, StickFile[]>();
  const ordered = files.toSorted(
    (a, b) => a.header.from - b.header.from || (a.header.at < b.header.at ? -1 : 1),
  );
  for (const one of ordered) boxes.set(one.header.box, [...(boxes.get(one.header.box) ?? []), one]);
  return boxes;
}
