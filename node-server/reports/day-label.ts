import { isoDate, type Day } from '../../records/day.js';
import type { Language } from '../../templates/locale.js';

const WEEKDAYS = {
  hi: new Intl.DateTimeFormat('hi-IN', { weekday: 'short', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-IN', { weekday: 'short', timeZone: 'UTC' }),
};

/** A day under a plot: `सोम 16` in a week, `16` in a month, `16/11` in longer spans. */
export function dayLabel(day: Day, language: Language, days: number): string {
  const date = String(Number(day.slice(6, 8)));
  if (days <= 7) return `${WEEKDAYS[language].format(Date.parse(`${isoDate(day)}T12:00:00Z`))} ${date}`;
  return days <= 31 ? date : `${date}/${Number(day.slice(4, 6))}`;
}
