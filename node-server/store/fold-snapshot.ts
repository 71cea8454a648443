import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BoxId } from '../../records/ids.js';

/** Raised when a fold's snapshot changes its shape: an older file is then passed over. */
const VERSION = 1;

export interface FoldSnapshot {
  /** number of the last record that the folds hold */
  n: number;
  /** sequence of the taken-in records that the folds hold, too */
  takenInTo?: number;
  folds: Record<string, unknown>;
}

interface SnapshotFile extends FoldSnapshot {
  version: number;
  box: BoxId;
}

function path(folder: string): string {
  return join(folder, 'folds', 'snapshot.json');
}

/** Writes the folds beside the ledger. A cache: it may be deleted at any time. */
export async function saveSnapshot(folder: string, text: string): Promise<void> {
  const file = path(folder);
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(`${file}.new`, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}

export function snapshotText(box: BoxId, snapshot: FoldSnapshot): string {
  const file: SnapshotFile = { version: VERSION, box, ...snapshot };
  return JSON.stringify(file);
}

/**
 * The last snapshot, or null where there is none that fits: damaged, of another box or version, or ahead of the
 * ledger (its last records never reached the disk). One that doesn't fit is deleted, for it never will.
 */
export async function loadSnapshot(folder: string, box: BoxId, lastN: number): Promise<FoldSnapshot | null> {
  const file = await readSnapshot(folder, box);
  if (file && file.n <= lastN) return file;
  await rm(path(folder), { force: true });
  return null;
}

/** The last snapshot as it stands, or null where there is none of this version and box; nothing is deleted. */
export async function readSnapshot(folder: string, box: BoxId): Promise<FoldSnapshot | null> {
  try {
    const file = JSON.parse(await readFile(path(folder), 'utf8')) as SnapshotFile;
    return file.version === VERSION && file.box === box ? file : null;
  } catch {
    return null;
  }
}
