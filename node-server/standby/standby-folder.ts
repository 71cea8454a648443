import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import { notAStandby, unfinishedRestore } from '../box-folder/folder-errors.js';
import { STANDBY_FILE } from '../box-folder/folder-files.js';
import { lookAt } from '../box-folder/folder-state.js';
import { storeError } from '../store/store-error.js';
import { writeWhole } from '../box-folder/write-whole.js';
import type { KeptPart } from './standby-api.js';

/**
 * `standby.json` of a spare box, readable by its owner only. It stays after the promotion: with it the new box tells the
 * old one that it is replaced.
 */
export interface StandbyFacts {
  format: 1;
  /** the main box */
  box: BoxId;
  url: string;
  standby: string;
  credential: string;
  /** the main box's CA, PEM; absent where it speaks plain HTTP */
  ca?: string;
  /** it once had everything: without, it is no good as a main box */
  complete: boolean;
}

/** What came besides records, until the promotion. */
export const KEPT_FILE = 'standby-kept.json';

/** Null where the folder is no spare box's, nor was one's. Throws `store-damaged`. */
export async function readStandby(folder: string): Promise<StandbyFacts | null> {
  return readJson<StandbyFacts>(join(folder, STANDBY_FILE));
}

/**
 * Throws `not-set-up`, `already-set-up`, and but for a promotion that goes on `restore-unfinished`: its folder may hold
 * the new box's first record, and takes none of the main box's any more.
 */
export async function needStandby(folder: string, isPromotion = false): Promise<StandbyFacts> {
  const facts = await readStandby(folder);
  if (!facts) throw notAStandby(folder);
  const state = await lookAt(folder);
  if (state === 'restoring' && !isPromotion) throw unfinishedRestore(folder);
  if (state === 'ours') {
    throw new FacilityError('already-set-up', `${folder} is a main box's: its spare one was promoted.`, {
      hint: 'hints.startHere',
    });
  }
  return facts;
}

/** Throws `disk-full`, `store-failed`. */
export async function writeStandby(folder: string, facts: StandbyFacts): Promise<void> {
  try {
    await writeWhole(join(folder, STANDBY_FILE), facts, 0o600);
  } catch (cause) {
    throw storeError(cause);
  }
}

/** Null until it came once. Throws `store-damaged`. */
export function readKept(folder: string): Promise<KeptPart | null> {
  return readJson<KeptPart>(join(folder, KEPT_FILE));
}

export async function writeKept(folder: string, kept: KeptPart): Promise<void> {
  await writeWhole(join(folder, KEPT_FILE), kept, 0o600).catch((cause: unknown) => {
    throw storeError(cause);
  });
}

/** After the promotion it is all in the box's own files. */
export async function removeKept(folder: string): Promise<void> {
  await rm(join(folder, KEPT_FILE), { force: true });
}

async function readJson<T>(path: string): Promise<T | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return null;
    throw storeError(cause);
  }
  try {
    return JSON.parse(text) as T;
  } catch {
    // Without the cause: it quotes the text.
    throw new FacilityError('store-damaged', `${path} cannot be read.`, {
      hint: 'hints.pairAnew',
    });
  }
}
