import { FacilityError } from '../../records/facility-error.js';
import type { SyncPolicy } from '../../sync/lanes.js';
import type { BackupPlan } from '../backup/backup-plan.js';
import { checkSettings, type BoxSettings } from './box-settings.js';
import { changeAlone } from './change-alone.js';
import { readBoxFolder } from './read-box-folder.js';
import { writeSecrets, writeSettings } from './write-settings.js';

/** Names another centre, or new credentials at it; a running server takes it at its next start. */
export async function changeCentre(
  folder: string,
  centre: { url: string; user: string; password: string; gateway?: string },
): Promise<void> {
  const { url, user, password, gateway } = centre;
  await changeAlone(folder, async () => {
    const { settings, secrets } = await readBoxFolder(folder);
    const named = { url, user, ...(gateway === undefined ? {} : { gateway }) };
    const changed = checked({ ...settings, centre: named }, (cause) => {
      return new FacilityError('bad-input', 'The address of the centre is wrong.', {
        hint: 'hints.couchAddress',
        fields: [{ field: 'centre-url', code: 'wrongUrl' }],
        cause,
      });
    });
    await writeSecrets(folder, { ...secrets, centrePassword: password });
    await writeSettings(folder, changed);
  });
}

/** Changes what the line to the centre may carry; a running server takes it with its next cycle. */
export async function changeSyncPolicy(folder: string, sync: SyncPolicy): Promise<void> {
  await changeSettings(folder, (settings) => checkSettings({ ...settings, sync }));
}

/** Names the centre's public key by hand; a running server takes it with the next stick. */
export async function changeCentreKey(folder: string, centreKey: string): Promise<void> {
  await changeSettings(folder, (settings) => checkSettings({ ...settings, centreKey }));
}

/** Changes the backup's plan, which a running server reads before each backup. Throws `store-damaged`, `disk-full`. */
export async function changeBackupPlan(folder: string, backup: BackupPlan): Promise<void> {
  await changeSettings(folder, (settings) => checkSettings({ ...settings, backup }));
}

/** Changes how the box is reached; a running server takes it at its next start. */
export async function changeLan(
  folder: string,
  change: (settings: BoxSettings) => Pick<BoxSettings, 'port' | 'lan'>,
): Promise<BoxSettings> {
  return changeSettings(folder, (settings) =>
    checked({ ...settings, ...change(settings) }, (cause) => {
      const told = cause instanceof Error ? `: ${cause.message}` : '';
      return new FacilityError('bad-input', `These settings of the LAN are wrong${told}.`, {
        hint: 'hints.lanHelp',
        cause,
      });
    }),
  );
}

function changeSettings(
  folder: string,
  change: (settings: BoxSettings) => BoxSettings,
): Promise<BoxSettings> {
  return changeAlone(folder, async () => {
    const changed = change((await readBoxFolder(folder)).settings);
    await writeSettings(folder, changed);
    return changed;
  });
}

function checked(read: unknown, failure: (cause: unknown) => FacilityError): BoxSettings {
  try {
    return checkSettings(read);
  } catch (cause) {
    throw failure(cause);
  }
}
