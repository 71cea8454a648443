/** A calendar day in India as it stands in ids: `20261121`. */
export type Day = string;

/** India has one zone and no summer time. */
const IST_OFFSET_MS = 5.5 * 3600 * 1000;

/** The Indian calendar day of an instant (milliseconds since the epoch, or an ISO 8601 UTC text). */
export function dayOf(instant: number | string): Day {
  return istDate(instant).replaceAll('-', '');
}

/** `20261121` → `2026-11-21` */
export function isoDate(day: Day): string {
  return `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;
}

/** The Indian day of an instant as a command or a message writes it: `2026-11-21` */
export function istDate(instant: number | string): string {
  return istText(instant).slice(0, 10);
}

/** Hours and minutes in India: `09:42` */
export function istTime(instant: number | string): string {
  return istText(instant).slice(11, 16);
}

/** The day that lies `days` later (earlier where negative). */
export function addDays(day: Day, days: number): Day {
  const noon = Date.parse(`${isoDate(day)}T12:00:00Z`) + days * 86_400_000;
  return new Date(noon).toISOString().slice(0, 10).replaceAll('-', '');
}

/** From one day to a later one; below 0 where it lies before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((startOfDay(to) - startOfDay(from)) / 86_400_000);
}

/** 0 is Sunday. */
export function weekdayOf(day: Day): number {
  return new Date(`${isoDate(day)}T12:00:00Z`).getUTCDay();
}

/** First instant of the Indian day, as milliseconds since the epoch. */
export function startOfDay(day: Day): number {
  return Date.parse(`${isoDate(day)}T00:00:00Z`) - IST_OFFSET_MS;
}

function istText(instant: number | string): string {
  const ms = typeof instant === 'number' ? instant : Date.parse(instant);
  return new Date(ms + IST_OFFSET_MS).toISOString();
}
