import { dayOf } from '../../records/day.js';
import type { BoxStatus } from './box-status.js';
import { isPlannedOffline, silentSince, type Expectation } from './expected-hours.js';

export const ALERT_KINDS = [
  'silent',
  'stuck',
  'gaps',
  'clock',
  'disk',
  'battery',
  'backup',
  'certificate',
  'store-trouble',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
export type BoxLevel = 'ok' | 'late' | 'look' | 'silent' | 'broken';

export interface BoxAlert {
  kind: AlertKind;
  /** key of its words in the locales */
  text: string;
  /** since when it is so, ISO 8601, where the status tells */
  since?: string;
}

export interface Judgement {
  level: BoxLevel;
  alerts: BoxAlert[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Limits of the central team's; a deployment may pass its own. */
export const BOX_LIMITS = {
  /** a quiet box calls each ten minutes */
  lateMs: 12 * MINUTE_MS,
  silentMs: 15 * MINUTE_MS,
  /** the same for a box of which only sticks ever came */
  stickLateMs: 8 * DAY_MS,
  stickSilentMs: 15 * DAY_MS,
  /** a record that waits so long while the line carries others is held up by something */
  stuckMs: 6 * 60 * MINUTE_MS,
  clockErrorS: 120,
  diskFreeShare: 0.1,
  /** while it is the battery that feeds the box */
  batteryPercent: 30,
  backupMs: DAY_MS,
  certificateMs: 14 * DAY_MS,
};
export type BoxLimits = typeof BOX_LIMITS;

/**
 * How a box does, from its status alone: `broken` needs a hand whether or not it is heard, `silent` and `late` count
 * only silence while it should be heard, `look` is any other alert. A box never heard has nothing to be judged by yet: `late`, without an alert.
 */
export function judgeBox(
  status: BoxStatus,
  expectation: Expectation,
  now: number,
  limits: BoxLimits = BOX_LIMITS,
): Judgement {
  const { heardAt, lateMs, silentMs, isByStick } = hearing(status, limits);
  const { offlineDays = [], hours } = expectation;
  const heard = heardAt === undefined ? null : Date.parse(heardAt);
  /** A stick is carried whatever the hours. */
  const expected: Expectation = isByStick || !hours ? { offlineDays } : { offlineDays, hours };
  const silent = heard === null ? null : silentSince(heard, expected, { ms: silentMs, now });
  const isLate = heard === null || silentSince(heard, expected, { ms: lateMs, now }) !== null;
  const isSilent = silent !== null;
  const isInContact = heard !== null && now - heard < silentMs && status.contactBy !== 'stick';
  // A backup is made on each day that the house is open, whatever its hours.
  const backupLate =
    status.lastBackup === undefined
      ? null
      : silentSince(Date.parse(status.lastBackup), wholeDays(expectation), { ms: limits.backupMs, now });
  const found: Record<AlertKind, boolean> = {
    silent: isSilent,
    stuck: isInContact && (status.waiting ?? 1) > 0 && isOlder(status.oldestWaiting, limits.stuckMs, now),
    gaps: (status.gaps ?? 0) > 0,
    clock: Math.abs(status.clockErrorS ?? 0) > limits.clockErrorS,
    disk: isDiskNearlyFull(status, limits.diskFreeShare),
    battery:
      isInContact && status.onBattery === true && (status.batteryPercent ?? 100) < limits.batteryPercent,
    // A box that is off makes no backup: while nothing is heard, its silence is the alert.
    backup:
      !isSilent &&
      !isPlannedOffline(offlineDays, dayOf(now)) &&
      (status.backupTrouble !== undefined || backupLate !== null),
    certificate: isOlder(status.certificateEnds, -limits.certificateMs, now),
    'store-trouble': status.storeTrouble !== undefined,
  };
  const since: Partial<Record<AlertKind, string | undefined>> = {
    silent: silent === null ? undefined : later(silent, 0),
    stuck: later(status.oldestWaiting, limits.stuckMs),
    backup: status.backupTrouble === undefined && backupLate !== null ? later(backupLate, 0) : undefined,
    certificate: later(status.certificateEnds, -limits.certificateMs),
  };
  const alerts = ALERT_KINDS.filter((kind) => found[kind]).map((kind) => ({
    kind,
    text: `boxes.alert.${kind}`,
    ...(since[kind] === undefined ? {} : { since: since[kind] }),
  }));
  return { level: levelOf(found, isLate), alerts };
}

/**
 * From when on its silence counts. A box that ever had a line is silent while the line is, whatever sticks bring; one that
 * goes by stick alone has weeks.
 */
function hearing(
  { lastContact, lineContact, contactBy }: BoxStatus,
  { lateMs, silentMs, stickLateMs, stickSilentMs }: BoxLimits,
): { heardAt: string | undefined; lateMs: number; silentMs: number; isByStick: boolean } {
  const isByStick = contactBy === 'stick' && lineContact === undefined;
  return isByStick
    ? { heardAt: lastContact, lateMs: stickLateMs, silentMs: stickSilentMs, isByStick }
    : { heardAt: lineContact ?? lastContact, lateMs, silentMs, isByStick };
}

function wholeDays({ offlineDays = [], hours }: Expectation): Expectation {
  return hours
    ? { offlineDays, hours: hours.map(({ days }) => ({ days, from: '00:00', to: '24:00' })) }
    : { offlineDays };
}

function levelOf(found: Record<AlertKind, boolean>, isLate: boolean): BoxLevel {
  if (found.disk || found['store-trouble']) return 'broken';
  if (found.silent) return 'silent';
  if (Object.values(found).includes(true)) return 'look';
  return isLate ? 'late' : 'ok';
}

function isDiskNearlyFull({ diskFreeMb, diskTotalMb }: BoxStatus, share: number): boolean {
  return diskFreeMb !== undefined && diskTotalMb !== undefined && diskFreeMb < diskTotalMb * share;
}

function later(at: string | number | undefined, ms: number): string | undefined {
  return at === undefined ? undefined : new Date(new Date(at).getTime() + ms).toISOString();
}

/** Whether `at` lies more than `ms` before now (after it where negative). False where it is not known. */
function isOlder(at: string | undefined, ms: number, now: number): boolean {
  return at !== undefined && now - Date.parse(at) > ms;
}
