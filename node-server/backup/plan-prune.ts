import { addDays, dayOf, isoDate } from '../../records/day.js';
import { chainTo } from './backup-chain.js';
import type { KeepRule } from './backup-plan.js';
import type { BackupFile } from './list-backups.js';

export interface PrunePlan {
  keep: BackupFile[];
  remove: BackupFile[];
}

/**
 * Keeps the last backup of each of the last days, weeks and months that have one, with the chains that they stand on;
 * always the chain of the newest, and of the newest that was read back. Files that cannot be read are left alone: they
 * may be half a copy of something.
 */
export function planPrune(
  files: readonly BackupFile[],
  rule: KeepRule,
  verified: ReadonlySet<string>,
): PrunePlan {
  const usable = files.filter((file) => {
    try {
      return chainTo(file, files).length > 0;
    } catch {
      return false;
    }
  });
  const newestFirst = usable.toSorted((a, b) => timeOf(b).localeCompare(timeOf(a)));
  const wanted = new Set<BackupFile>([
    ...newestFirst.slice(0, 1),
    ...newestFirst.filter(({ header }) => verified.has(header?.id ?? '')).slice(0, 1),
    ...lastOfEach(newestFirst, rule.daily, (day) => day),
    ...lastOfEach(newestFirst, rule.weekly, mondayOf),
    ...lastOfEach(newestFirst, rule.monthly, (day) => day.slice(0, 6)),
  ]);
  const kept = new Set([...wanted].flatMap((file) => chainTo(file, files)));
  return {
    keep: files.filter((file) => kept.has(file) || !usable.includes(file)),
    remove: usable.filter((file) => !kept.has(file)),
  };
}

function lastOfEach(newestFirst: BackupFile[], count: number, period: (day: string) => string): BackupFile[] {
  const last = new Map<string, BackupFile>();
  for (const file of newestFirst) {
    const name = period(dayOf(timeOf(file)));
    if (!last.has(name)) last.set(name, file);
  }
  return [...last.values()].slice(0, count);
}

function mondayOf(day: string): string {
  const weekday = (new Date(isoDate(day)).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

function timeOf({ header }: BackupFile): string {
  return header?.at ?? '';
}
