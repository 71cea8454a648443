import { readSecrets, type BoxSecrets } from './box-secrets.js';
import { changeAlone } from './change-alone.js';
import { readBoxFolder } from './read-box-folder.js';
import { writeSecrets } from './write-settings.js';

/** Adds to the box's secrets, or changes them. Throws `store-damaged`, `disk-full`. */
export async function keepSecrets(folder: string, change: Partial<BoxSecrets>): Promise<void> {
  await changeAlone(folder, async () => {
    await writeSecrets(folder, { ...(await readSecrets(folder)), ...change });
  });
}

/** The box's own key to its backups, made when it is first needed. Throws `store-damaged`, `disk-full`. */
export async function keepBackupIdentity(folder: string, make: () => Promise<string>): Promise<string> {
  return changeAlone(folder, async () => {
    const { secrets } = await readBoxFolder(folder);
    if (secrets.backupIdentity !== undefined) return secrets.backupIdentity;
    const backupIdentity = await make();
    await writeSecrets(folder, { ...secrets, backupIdentity });
    return backupIdentity;
  });
}
