import type { Day } from '../records/day.js';
import { isoDate, istDate } from '../records/day.js';
import type { Language } from './locale.js';

const formats = new Map<Language, Intl.DateTimeFormat>();

/** A day as people write it: `21 नव॰ 2026`, `21 Nov 2026`. Takes `20261121`, `2026-11-21` or an instant in UTC. */
export function formatDay(language: Language, day: Day): string {
  const iso = day.includes('T') ? istDate(day) : day.includes('-') ? day : isoDate(day);
  let format = formats.get(language);
  if (!format) {
    format = new Intl.DateTimeFormat(language === 'hi' ? 'hi-IN-u-nu-latn' : 'en-IN', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    });
    formats.set(language, format);
  }
  return format.format(Date.parse(`${iso}T12:00:00Z`));
}
