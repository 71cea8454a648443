import { addDays, isoDate, type Day } from '../../../records/day.js';
import { isoWeek, readPeriod } from '../../../records/reports/report-period.js';
import type { Period } from '../../summaries/read-area.js';

/** The week that a pack is of, or its days that are over. */
export interface PackWeek extends Period {
  /** `2026-W47` */
  name: string;
  isOver: boolean;
}

/**
 * The week that was asked for, by its name or by a day of it; of nothing typed, the last whole one. Throws `bad-input`,
 * also where no day of it is over yet.
 * @param last the newest day that can have been summed up
 */
export function packWeek(typed: string, last: Day): PackWeek {
  const { from, to } = readPeriod('week', typed, typed.trim() === '' ? addDays(last, 1) : last);
  const isOver = to <= last;
  return { from, to: isOver ? to : last, name: weekName(from), isOver };
}

/** The name of the day's week, or of the one before where that is not over. */
export function wholeWeekOf(day: Day, last: Day): string {
  const { from, isOver } = packWeek(isoDate(day), last);
  return isOver ? weekName(from) : weekName(addDays(from, -7));
}

function weekName(day: Day): string {
  const { year, week } = isoWeek(day);
  return `${year}-W${String(week).padStart(2, '0')}`;
}
