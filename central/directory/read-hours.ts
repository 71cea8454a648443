import type { OpeningHours } from './facility-document.js';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** `mon-sat 09:00-17:00; sun 10:00-13:00`, or `24x7`; null where it cannot be read. */
export function readHours(typed: string): OpeningHours[] | null {
  const text = typed.trim().toLowerCase().replaceAll('–', '-');
  if (/^24\s*[x×*]\s*7$/.test(text)) return [{ days: WEEKDAYS, from: '00:00', to: '24:00' }];
  const stretches = text.split(/[;|]/).map(readStretch);
  return stretches.some((stretch) => stretch === null) ? null : (stretches as OpeningHours[]);
}

function readStretch(text: string): OpeningHours | null {
  const [, first = '', last = first, from = '', to = ''] =
    /^\s*([a-z]+)(?:\s*-\s*([a-z]+))?\s+(\d{1,2}[:.]\d\d)\s*-\s*(\d{1,2}[:.]\d\d)\s*$/.exec(text) ?? [];
  const [begin, end] = [readWeekday(first), readWeekday(last)];
  const hours = { from: readTime(from), to: readTime(to) };
  if (!begin || !end || !hours.from || !hours.to || hours.from >= hours.to) return null;
  const [a, b] = [WEEKDAYS.indexOf(begin), WEEKDAYS.indexOf(end)];
  if (a > b) return null;
  return { days: WEEKDAYS.slice(a, b + 1), from: hours.from, to: hours.to };
}

/** `Monday`, `mon` → `mon` */
export function readWeekday(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  return WEEKDAYS.find((day) => text.length >= 3 && FULL[day]?.startsWith(text)) ?? null;
}

const FULL: Record<string, string> = {
  mon: 'monday',
  tue: 'tuesday',
  wed: 'wednesday',
  thu: 'thursday',
  fri: 'friday',
  sat: 'saturday',
  sun: 'sunday',
};

function readTime(typed: string): string | null {
  const text = typed.replace('.', ':').padStart(5, '0');
  return /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text) ? text : null;
}
