import { changeBackupPlan } from '../box-folder/change-settings.js';
import { readBoxFolder } from '../box-folder/read-box-folder.js';
import { FIRST_PLAN, type BackupPlan } from './backup-plan.js';

/** The plan as it stands. Throws `not-set-up`. */
export async function readBackupPlan(folder: string): Promise<{ box: string; plan: BackupPlan }> {
  const { settings } = await readBoxFolder(folder);
  return { box: settings.box, plan: settings.backup ?? FIRST_PLAN };
}

/** From now on backups open with this key; only its public half is kept. The next backup is a full one. */
export async function keepRecoveryKey(folder: string, recipient: string): Promise<void> {
  const { plan } = await readBackupPlan(folder);
  await changeBackupPlan(folder, { ...plan, recoveryKey: recipient });
}
