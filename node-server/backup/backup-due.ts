import { Cron } from 'croner';
import type { BackupPlan } from './backup-plan.js';

const INDIA = 'Asia/Kolkata';

/**
 * Is it time for a scheduled backup? Also when its time went by while the box was off. Times are milliseconds since
 * the epoch; `last` is the last good one, null where there is none.
 */
export function backupDue(schedule: BackupPlan['schedule'], last: number | null, now: number): boolean {
  return schedule !== undefined && isOver(`${minuteAndHour(schedule.time)} * * *`, last, now);
}

/** Is it time for a full one? */
export function fullDue(schedule: BackupPlan['schedule'], lastFull: number | null, now: number): boolean {
  const { time, fullOn } = schedule ?? { time: '20:00', fullOn: 0 };
  return isOver(`${minuteAndHour(time)} * * ${fullOn}`, lastFull, now);
}

/** When the next one comes by itself, UTC; null without a schedule. */
export function nextBackup(schedule: BackupPlan['schedule'], now: number): string | null {
  if (!schedule) return null;
  const cron = new Cron(`${minuteAndHour(schedule.time)} * * *`, { timezone: INDIA });
  return cron.nextRun(new Date(now))?.toISOString() ?? null;
}

function isOver(pattern: string, last: number | null, now: number): boolean {
  if (last === null) return true;
  const next = new Cron(pattern, { timezone: INDIA }).nextRun(new Date(last));
  return next !== null && next.getTime() <= now;
}

function minuteAndHour(time: string): string {
  const [hour = 20, minute = 0] = time.split(':').map(Number);
  return `${minute} ${hour}`;
}
