import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { FacilityError } from '../../records/facility-error.js';
import type { Job } from '../../records/progress.js';
import { keepBackupIdentity } from '../box-folder/keep-secrets.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import type { Facility } from '../facility.js';
import { PART_EXTENSION } from '../../sync/sealed-file/write-sealed-file.js';
import { BACKUP_EXTENSION, BACKUP_FORMAT, backupFileName } from './backup-format.js';
import type { BackupHeader, BackupSeal, BackupSettings } from './backup-format.js';
import type { BackupState, GoodBackup } from './backup-state.js';
import { FIRST_PLAN } from './backup-plan.js';
import { damagedBackup } from './backup-error.js';
import { chooseKind, type BackupKind } from './choose-kind.js';
import { followPromise } from './follow-promise.js';
import { keptLocals } from './kept-locals.js';
import { recipientFingerprint } from '../../sync/sealed-file/recipient-fingerprint.js';
import { listBackups } from './list-backups.js';
import { placeError } from './place-error.js';
import { readBlocks } from './read-blocks.js';
import { syncFolder } from '../../sync/sealed-file/fsync-folder.js';
import { RecordDigest, verifyBackup, type RunningChain } from './verify-backup.js';
import { writeBackupFile } from './write-backup-file.js';

export interface BackupParts {
  facility: Facility;
  /** the data folder */
  folder: string;
  state: BackupState;
  /** seals what was written until now; null where there is nothing new to seal */
  seal?: () => Promise<BackupSeal | null>;
  /** a chain that goes on from a record; from the first where `start` is null */
  chain?: (start: { n: number; head: string } | null) => RunningChain;
}

export interface BackupOrder {
  /** where the file goes */
  target: string;
  place: 'folder' | 'usb';
  full: boolean;
  by: string;
}

export interface BackupResult {
  file: string;
  folder: string;
  kind: BackupHeader['kind'];
  from: number;
  upTo: number;
  bytes: number;
  /** milliseconds until it was read back */
  tookMs: number;
  /** true where the seal in it was held against the records */
  sealHolds: boolean;
}

/**
 * Writes a backup, reads it back and records it. Ended early, it leaves nothing behind.
 * Throws `backup-no-key`, `backup-no-place`, `disk-full`, `backup-damaged` where what was read back is other than what
 * was written.
 */
export async function* runBackup(parts: BackupParts, order: BackupOrder): Job<BackupResult> {
  const began = performance.now();
  const { facility, folder, state } = parts;
  const { target, place } = order;
  const { identity, recipients, settings } = await readKeys(folder);
  await makeReady(target, facility.box);
  const disk = await diskUnder(target);
  const seal = (await parts.seal?.()) ?? null;
  await facility.ledger.settled();
  const upTo = facility.recordCount;
  const keys = recipients.map(recipientFingerprint);
  const kind: BackupKind = order.full
    ? { kind: 'full', from: 0, previous: null }
    : chooseKind(await listBackups(target), {
        box: facility.box,
        upTo,
        keys,
        isVerified: (id) => state.find(id) !== undefined,
      });
  const header: BackupHeader = {
    nadi: 'backup',
    format: BACKUP_FORMAT,
    id: randomBytes(16).toString('hex'),
    box: facility.box,
    ...kind,
    upTo,
    at: new Date(facility.now()).toISOString(),
    keys,
  };
  const digest = new RecordDigest();
  let done = 0;
  async function* blocks() {
    for await (const block of readBlocks(() => facility.databases.records, header.from, upTo)) {
      for (const record of block) digest.add(record);
      yield block;
      done += block.length;
    }
  }
  let isCancelled = false;
  const content = { header, seal, settings, locals: await keptLocals(facility), blocks: blocks() };
  const path = join(target, backupFileName(header));
  let isGood = false;
  try {
    const written = yield* followPromise(
      writeBackupFile({ folder: target, recipients, content, isCancelled: () => isCancelled }),
      () => ({ step: 'backup.writing', done, total: upTo - header.from, unit: 'records' as const }),
      () => (isCancelled = true),
    );
    const chain = startChain(parts, header);
    const back = yield* verifyBackup(path, [identity], { box: facility.box, ...(chain ? { chain } : {}) });
    if (back.digest !== digest.end())
      throw damagedBackup(written.file, 'its records are other than the box has');
    const one: GoodBackup = {
      id: header.id,
      at: header.at,
      file: written.file,
      kind: header.kind,
      upTo,
      bytes: written.bytes,
      place,
      head: chain?.head ?? null,
    };
    // A stick that went away leaves an empty folder behind, on the box's own disk.
    if ((await diskUnder(target)) !== disk)
      throw Object.assign(new Error('another disk'), { code: 'ENODEV' });
    await state.keep(facility, one, header.from, order.by);
    isGood = true;
    const { from } = header;
    const tookMs = Math.round(performance.now() - began);
    return { ...written, folder: target, kind: header.kind, from, upTo, tookMs, sealHolds: back.sealHolds };
  } catch (cause) {
    throw placeError(target, cause);
  } finally {
    // One that could not be read back, or that nobody waited for, is no backup.
    if (!isGood) await rm(path, { force: true }).catch(() => undefined);
  }
}

/** The chain as it stood before the backup's first record, where that is known. */
function startChain({ chain, state }: BackupParts, { from, previous }: BackupHeader): RunningChain | null {
  if (!chain) return null;
  if (!previous) return chain(null);
  const head = state.find(previous.id)?.head;
  return head ? chain({ n: from, head }) : null;
}

async function readKeys(folder: string) {
  const { settings, secrets } = await readBoxFolder(folder);
  const { recoveryKey, centreKey } = settings.backup ?? FIRST_PLAN;
  const own = [recoveryKey, centreKey].filter((key) => key !== undefined);
  if (own.length === 0) {
    throw new FacilityError('backup-no-key', 'There is no recovery key: nobody could open the backup.', {
      hint: 'hints.makeBackupKey',
    });
  }
  const identity = await keepBackupIdentity(folder, generateX25519Identity);
  const { cookieKey, ...kept } = { ...secrets, backupIdentity: identity };
  void cookieKey;
  const content: BackupSettings = { settings, secrets: kept };
  return { identity, recipients: [...own, await identityToRecipient(identity)], settings: content };
}

/** Tells one mounted disk from another. */
async function diskUnder(folder: string): Promise<number> {
  const { dev } = await stat(folder).catch((cause: unknown) => {
    throw placeError(folder, cause);
  });
  return dev;
}

/** The folder is there, takes a file, and what a backup that was broken off left is gone. */
async function makeReady(target: string, box: string): Promise<void> {
  try {
    await mkdir(target, { recursive: true, mode: 0o700 });
    const left = (await readdir(target)).filter(
      (name) => name.startsWith(`${box}-`) && name.endsWith(BACKUP_EXTENSION + PART_EXTENSION),
    );
    for (const name of left) await rm(join(target, name), { force: true });
    if (left.length > 0) await syncFolder(target);
  } catch (cause) {
    throw placeError(target, cause);
  }
}
