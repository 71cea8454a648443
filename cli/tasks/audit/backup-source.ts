import type { BackupReport } from '../../../node-server/audit/verify-backups.js';
import { FacilityError } from '../../../records/facility-error.js';
import type { BoxId } from '../../../records/ids.js';
import type { Job } from '../../../records/progress.js';
import { readRecoveryFile } from '../../read-recovery-file.js';
import type { AuditSource, Trust } from './audit-source.js';
import { checkBox } from './check-box.js';

export interface BackupOrder {
  /** the data folder, whose own key opens its backups */
  folder: string;
  /** a backup, or a place with backups */
  path: string;
  box?: string;
  /** file with the words of the recovery key, or with an age private key; absent: the box's own key */
  recoveryKeyFile?: string;
}

/** A backup, with the files that it goes on from. */
export function backupSource(order: BackupOrder): AuditSource {
  checkBox(order.box);
  return { verify: (trust) => verifyBackup(order, trust) };
}

async function* verifyBackup({ folder, path, box, recoveryKeyFile }: BackupOrder, trust: Trust) {
  const { verifyBackups } = await import('../../../node-server/audit/verify-backups.js');
  const own = await ownKeys(folder, recoveryKeyFile === undefined);
  const identity = recoveryKeyFile === undefined ? own?.identity : await readIdentity(recoveryKeyFile);
  if (identity === undefined) {
    throw new FacilityError('backup-no-key', 'This box has made no backup, so its own key opens none.', {
      hint: 'hints.recoveryKeyFile',
    });
  }
  const job: Job<BackupReport> = verifyBackups({
    path,
    identities: [identity],
    ...(box === undefined ? {} : { box }),
    trustedOf: (of) => trust.trusted ?? (own?.box === of ? own.signers : undefined),
  });
  return yield* job;
}

interface OwnKeys {
  box: BoxId;
  identity: string | undefined;
  signers: string[] | undefined;
}

/** What the data folder's box brings; null where there is none and none is needed. */
async function ownKeys(folder: string, isNeeded: boolean): Promise<OwnKeys | null> {
  const { readBoxFolder } = await import('../../../node-server/box-folder/read-box-folder.js');
  const { openSealKey } = await import('../../../records/seal.js');
  try {
    const { settings, secrets } = await readBoxFolder(folder);
    const { sealKey, backupIdentity } = secrets;
    const signers = sealKey === undefined ? undefined : [openSealKey(sealKey).public];
    return { box: settings.box, identity: backupIdentity, signers };
  } catch (error) {
    // A district admin has the words and no box.
    if (!isNeeded && error instanceof FacilityError) return null;
    throw error;
  }
}

async function readIdentity(file: string): Promise<string> {
  const { openingKey } = await import('../../../node-server/backup/opening-key.js');
  return openingKey(await readRecoveryFile(file));
}
