import { resolve } from 'node:path';
import type { BackupPlace, BackupPlan } from '../../node-server/backup/backup-plan.js';
import { readBackupPlan } from '../../node-server/backup/keep-recovery-key.js';
import { changeBackupPlan } from '../../node-server/box-folder/change-settings.js';
import { FacilityError } from '../../records/facility-error.js';

/** In the order in which `fullOn` counts them. */
export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

export interface ScheduleWish {
  /** time of day in India, `20:00` */
  at?: string;
  /** one of WEEKDAYS */
  fullOn?: string;
  /** only at will */
  off?: boolean;
  keepDaily?: string;
  keepWeekly?: string;
  keepMonthly?: string;
}

/** `given` is a folder, or `usb` for any stick. Throws `conflict` where it is one already. */
export async function addBackupPlace(folder: string, given: string): Promise<void> {
  await changePlaces(folder, given, (places, added) => {
    if (!places.some((one) => same(one, added))) return [...places, added];
    throw new FacilityError('conflict', `${given} is a place already.`, { hint: 'hints.placeList' });
  });
}

/** The backups there stay. Throws `not-found`. */
export async function removeBackupPlace(folder: string, given: string): Promise<void> {
  await changePlaces(folder, given, (places, gone) => {
    const left = places.filter((one) => !same(one, gone));
    if (left.length < places.length) return left;
    throw new FacilityError('not-found', `${given} is no place for backups.`, {
      hint: 'hints.placeList',
    });
  });
}

/** Changes what is wished and no more; answers with the plan as it then stands. Throws `bad-input`. */
export async function changeSchedule(folder: string, wish: ScheduleWish): Promise<BackupPlan> {
  const { plan } = await readBackupPlan(folder);
  const next = changed(plan, wish);
  if (JSON.stringify(next) !== JSON.stringify(plan)) await changeBackupPlan(folder, next);
  return next;
}

async function changePlaces(
  folder: string,
  given: string,
  next: (places: BackupPlace[], one: BackupPlace) => BackupPlace[],
): Promise<void> {
  const { plan } = await readBackupPlan(folder);
  const one: BackupPlace = given === 'usb' ? { kind: 'usb' } : { kind: 'folder', path: resolve(given) };
  await changeBackupPlan(folder, { ...plan, places: next(plan.places, one) });
}

function same(a: BackupPlace, b: BackupPlace): boolean {
  return a.kind === b.kind && (a.kind === 'usb' || b.kind === 'usb' || a.path === b.path);
}

function changed(plan: BackupPlan, wish: ScheduleWish): BackupPlan {
  const { schedule, ...rest } = plan;
  const keep = {
    daily: count('keep-daily', wish.keepDaily, plan.keep.daily, 1),
    weekly: count('keep-weekly', wish.keepWeekly, plan.keep.weekly, 0),
    monthly: count('keep-monthly', wish.keepMonthly, plan.keep.monthly, 0),
  };
  if (wish.off) return { ...rest, keep };
  if (wish.at === undefined && wish.fullOn === undefined) return { ...plan, keep };
  if (wish.at !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(wish.at)) throw wrong('at', 'wrongTime');
  return {
    ...rest,
    keep,
    schedule: {
      time: wish.at ?? schedule?.time ?? '20:00',
      fullOn: wish.fullOn === undefined ? (schedule?.fullOn ?? 0) : WEEKDAYS.indexOf(wish.fullOn),
    },
  };
}

function count(field: string, given: string | undefined, standing: number, least: number): number {
  if (given === undefined) return standing;
  const value = Number(given);
  if (/^\d+$/.test(given) && value >= least && value <= 1_000) return value;
  throw wrong(field, 'notWhole');
}

function wrong(field: string, code: string): FacilityError {
  return new FacilityError('bad-input', `--${field} is wrong`, {
    fields: [{ field, code }],
    hint: 'hints.scheduleHelp',
  });
}
