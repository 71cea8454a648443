import { sayTime } from '../../sync/sync-state.js';
import type { Language, Translate } from '../../templates/locale.js';
import type { BackupHealth } from './backup-api.js';

/** What the page of an operator or an in-charge says of the backups: nothing while all is well. */
export function backupLine(health: BackupHealth, language: Language, say: Translate): string | null {
  if (!health.isOld) return null;
  if (!health.hasKey) return say('backup.noKey');
  return health.lastAt === null
    ? say('backup.never')
    : say('backup.old', { time: sayTime(health.lastAt, language) });
}
