import { addDays, dayOf, isoDate, startOfDay, weekdayOf, type Day } from '../../records/day.js';
import type { OpeningHours } from '../directory/facility-document.js';

/** When a facility's box should be heard, as the directory says it. */
export interface Expectation {
  /** weekdays (`sun`) and dates (`2026-11-21`) on which it is planned to be off */
  offlineDays?: readonly string[];
  /** absent: day and night */
  hours?: readonly OpeningHours[];
}

interface Stretch {
  from: number;
  to: number;
}

/** Sunday first, as the directory writes them. */
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MINUTE_MS = 60_000;

/** Doors open before the box is on, and it is off before they close. */
const GRACE_MS = 30 * MINUTE_MS;

/** More planned days in a row than this are a closed facility, not a holiday. */
const MOST_PLANNED = 60;
/** So far back silence is counted by opening hours. */
const MOST_DAYS = 400;

/** Whether a facility plans to be offline on a day. */
export function isPlannedOffline(offlineDays: readonly string[], day: Day): boolean {
  return offlineDays.includes(weekdayName(day)) || offlineDays.includes(isoDate(day));
}

/** Whether its box should be on at a moment. */
export function isExpectedAt(expectation: Expectation, now: number): boolean {
  return stretchesOf(expectation, dayOf(now)).some(({ from, to }) => from <= now && now < to);
}

/**
 * The moment at which a box had been expected for `ms` without a word since `heardAt`; null where it has not been for so
 * long, and while a planned day lasts. Planned days wipe out the hours before them, though not a whole day; closed hours
 * only stop the clock: what alarmed in the evening is the same alarm in the morning.
 */
export function silentSince(
  heardAt: number,
  expectation: Expectation,
  { ms, now }: { ms: number; now: number },
): number | null {
  const begin = countedFrom(heardAt, expectation.offlineDays ?? [], now);
  if (begin === null) return null;
  if (!expectation.hours) return now - begin >= ms ? begin + ms : null;
  let left = ms;
  let day = dayOf(begin);
  for (let n = 0; n < MOST_DAYS && startOfDay(day) <= now; n += 1, day = addDays(day, 1)) {
    for (const { from, to } of stretchesOf(expectation, day)) {
      const starts = Math.max(from, begin);
      const counted = Math.max(0, Math.min(to, now) - starts);
      if (counted >= left) return starts + left;
      left -= counted;
    }
  }
  return null;
}

/**
 * From when on silence counts: the last contact, or the end of the planned days just past; null while one lasts. They
 * cover themselves alone: who was unheard for the whole day before them is silent through them.
 */
function countedFrom(heardAt: number, offlineDays: readonly string[], now: number): number | null {
  const isPlanned = (day: Day): boolean => isPlannedOffline(offlineDays, day);
  let after = dayOf(now);
  for (let back = 0; back < MOST_PLANNED && startOfDay(after) > heardAt && !isPlanned(after); back += 1) {
    if (isPlanned(addDays(after, -1))) break;
    after = addDays(after, -1);
  }
  let first = isPlanned(after) ? after : addDays(after, -1);
  if (!isPlanned(first) || startOfDay(addDays(first, 1)) <= heardAt) return heardAt;
  for (let back = 0; back < MOST_PLANNED && isPlanned(addDays(first, -1)); back += 1)
    first = addDays(first, -1);
  if (heardAt < startOfDay(addDays(first, -1))) return heardAt;
  return isPlanned(after) ? null : startOfDay(after);
}

/** When it should be on on one day, in the order of the hours. A stretch that ends at midnight goes on. */
function stretchesOf({ offlineDays = [], hours }: Expectation, day: Day): Stretch[] {
  if (isPlannedOffline(offlineDays, day)) return [];
  const midnight = startOfDay(day);
  if (!hours) return [{ from: midnight, to: startOfDay(addDays(day, 1)) }];
  const at = (time: string): number => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return midnight + (hour * 60 + minute) * MINUTE_MS;
  };
  return hours
    .filter(({ days }) => days.includes(weekdayName(day)))
    .map(({ from, to }) => ({
      from: at(from) + (from === '00:00' ? 0 : GRACE_MS),
      to: at(to) - (to === '24:00' ? 0 : GRACE_MS),
    }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
}

function weekdayName(day: Day): string {
  return WEEKDAYS[weekdayOf(day)] ?? '';
}
