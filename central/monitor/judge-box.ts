import { dayOf } from '../../records/day.js';
import type { BoxStatus } from './box-status.js';
import { isPlannedOffline, unplannedSilence } from './planned-offline.js';

export const ALERT_KINDS = [
  'silent',
  'gaps',
  'clock',
  'disk',
  'backup',
  'certificate',
  'store-trouble',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
export type BoxLevel = 'ok' | 'late' | 'silent' | 'broken';

export interface BoxAlert {
  kind: AlertKind;
  /** key of its words in the locales */
  text: string;
}

export interface Judgement {
  level: BoxLevel;
  alerts: BoxAlert[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Limits of the central team's; a deployment may pass its own. */
export const BOX_LIMITS = {
  lateMs: 5 * MINUTE_MS,
  silentMs: 15 * MINUTE_MS,
  clockErrorS: 120,
  diskFreeShare: 0.1,
  backupMs: DAY_MS,
  certificateMs: 14 * DAY_MS,
};
export type BoxLimits = typeof BOX_LIMITS;

/**
 * How a box does, from its status alone: `broken` needs a hand whether or not it is heard, `silent` and `late` count
 * only silence that nobody planned. A box never heard has nothing to be judged by yet: `late`, without an alert.
 */
export function judgeBox(
  status: BoxStatus,
  directory: { offlineDays?: readonly string[] },
  now: number,
  limits: BoxLimits = BOX_LIMITS,
): Judgement {
  const offlineDays = directory.offlineDays ?? [];
  const silence = status.lastContact
    ? unplannedSilence(Date.parse(status.lastContact), offlineDays, now)
    : null;
  const isSilent = silence !== null && silence >= limits.silentMs;
  const found: Record<AlertKind, boolean> = {
    silent: isSilent,
    gaps: (status.gaps ?? 0) > 0,
    clock: Math.abs(status.clockErrorS ?? 0) > limits.clockErrorS,
    disk: isDiskNearlyFull(status, limits.diskFreeShare),
    // A box that is off makes no backup: while nothing is heard, its silence is the alert.
    backup:
      !isSilent &&
      !isPlannedOffline(offlineDays, dayOf(now)) &&
      isOlder(status.lastBackup, limits.backupMs, now),
    certificate: isOlder(status.certificateEnds, -limits.certificateMs, now),
    'store-trouble': status.storeTrouble !== undefined,
  };
  const alerts = ALERT_KINDS.filter((kind) => found[kind]).map((kind) => ({ kind, text: `boxes.alert.${kind}` }));
  return { level: levelOf(found, silence, limits.lateMs), alerts };
}

function levelOf(found: Record<AlertKind, boolean>, silence: number | null, lateMs: number): BoxLevel {
  if (found.disk || found['store-trouble']) return 'broken';
  if (found.silent) return 'silent';
  return silence === null || silence >= lateMs ? 'late' : 'ok';
}

function isDiskNearlyFull({ diskFreeMb, diskTotalMb }: BoxStatus, share: number): boolean {
  return diskFreeMb !== undefined && diskTotalMb !== undefined && diskFreeMb < diskTotalMb * share;
}

/** Whether `at` lies more than `ms` before now (after it where negative). False where it is not known. */
function isOlder(at: string | undefined, ms: number, now: number): boolean {
  return at !== undefined && now - Date.parse(at) > ms;
}
