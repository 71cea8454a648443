import type { Language } from './locale.js';

const formats: Record<Language, Intl.DateTimeFormat> = {
  hi: new Intl.DateTimeFormat('hi-IN-u-nu-latn', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-IN', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
};

/** A month as people write it: `जुलाई 2023`, `July 2023`. Takes `2023-07` or a day of it. */
export function formatMonth(language: Language, month: string): string {
  return formats[language].format(Date.parse(`${month.slice(0, 7)}-15T12:00:00Z`));
}
