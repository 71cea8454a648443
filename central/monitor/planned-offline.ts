import { addDays, dayOf, isoDate, startOfDay, weekdayOf, type Day } from '../../records/day.js';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** More planned days in a row than this are a closed facility, not a holiday. */
const MOST_DAYS = 60;

/**
 * Whether a facility plans to be offline on a day: `offlineDays` lists weekdays, as the directory shortens them (`sun`)
 * or whole, and dates (`2026-11-21`).
 */
export function isPlannedOffline(offlineDays: readonly string[], day: Day): boolean {
  const weekday = WEEKDAYS[weekdayOf(day)]!;
  const names = [weekday, weekday.slice(0, 3), isoDate(day)];
  return offlineDays.some((planned) => names.includes(planned.toLowerCase()));
}

/**
 * Milliseconds of silence that nobody planned: from the last contact, or from the end of the planned days just past
 * where that is later. 0 while a planned day lasts.
 */
export function unplannedSilence(lastContact: number, offlineDays: readonly string[], now: number): number {
  let day = dayOf(now);
  if (isPlannedOffline(offlineDays, day)) return 0;
  for (let back = 0; back < MOST_DAYS && startOfDay(day) > lastContact; back += 1) {
    if (isPlannedOffline(offlineDays, addDays(day, -1))) return now - startOfDay(day);
    day = addDays(day, -1);
  }
  return Math.max(0, now - lastContact);
}
