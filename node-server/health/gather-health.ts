import type { OwnHealth } from '../../sync/health/box-health.js';
import type { BackupHealth } from '../backup/backup-api.js';
import type { Facility } from '../facility.js';
import { NO_BACKUP } from '../../sync/health/box-health.js';
import { readPower } from './read-power.js';

export interface HealthParts {
  facility: Pick<Facility, 'disk' | 'isWhole' | 'damage'> & {
    ledger: { trouble: { code: string } | null };
  };
  backups: { health(): Pick<BackupHealth, 'lastAt' | 'isOld' | 'hasKey' | 'trouble'> };
  version: string;
  /** of the pages' certificate; null where they speak plain HTTP */
  certificateEnds: () => string | null;
  /** of `/sys`, for tests */
  root?: string;
}

const MB = 1_000_000;

/** What the centre's team should know of this box, asked of those parts of it that know. */
export async function gatherHealth(parts: HealthParts): Promise<OwnHealth> {
  const { facility, backups, version, root } = parts;
  const backup = backups.health();
  const { lastAt } = backup;
  const backupTrouble = backupTroubleOf(backup);
  const certificateEnds = parts.certificateEnds();
  const storeTrouble = storeTroubleOf(facility);
  return {
    version,
    ...(await diskOf(facility)),
    ...(await readPower(root)),
    ...(lastAt === null ? {} : { lastBackup: lastAt }),
    ...(backupTrouble === undefined ? {} : { backupTrouble }),
    ...(certificateEnds === null ? {} : { certificateEnds }),
    ...(storeTrouble === null ? {} : { storeTrouble }),
  };
}

/** That there is no backup is trouble too: the centre could not tell it from a box that does not say. */
function backupTroubleOf({
  trouble,
  hasKey,
  lastAt,
  isOld,
}: ReturnType<HealthParts['backups']['health']>): string | undefined {
  if (trouble) return trouble.code;
  if (!hasKey) return 'backup-no-key';
  return lastAt === null && isOld ? NO_BACKUP : undefined;
}

/** A folder that cannot even say how full its disk is (it was unmounted) keeps the rest from nobody. */
async function diskOf(facility: HealthParts['facility']): Promise<OwnHealth> {
  const disk = await facility.disk().catch(() => null);
  if (!disk) return {};
  return {
    diskFreeMb: Math.floor(disk.freeBytes / MB),
    diskTotalMb: Math.floor(disk.totalBytes / MB),
  };
}

function storeTroubleOf({ ledger, damage, isWhole }: HealthParts['facility']): string | null {
  if (ledger.trouble) return ledger.trouble.code;
  if (damage.length > 0) return 'record-damaged';
  return isWhole ? null : 'numbers-differ';
}
