import Joi from 'joi';
import { birthDateFault } from './birth-date.js';
import { isoDate } from './day.js';

/** `2026-11-28`, a day that exists */
export const calendarDate = Joi.string().custom((date: string, helpers) =>
  isDate(date) ? date : helpers.error('string.pattern.base'),
);

/** `20261128`, a day that exists */
export const day = Joi.string().custom((text: string, helpers) =>
  text.length === 8 && isDate(isoDate(text)) ? text : helpers.error('string.pattern.base'),
);

function isDate(date: string): boolean {
  const ms = Date.parse(`${date}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date);
}

/** `1984`, `1984-06` or `1984-06-20`. Whether it lies in the future only a page with a clock can tell. */
export const fhirDate = Joi.string().custom((date: string, helpers) =>
  birthDateFault(date, '99991231') === 'birth-date-invalid' || Number(date.slice(0, 4)) < 1850
    ? helpers.error('string.pattern.base')
    : date,
);

/** `2027-03` */
export const month = Joi.string().pattern(/^20\d{2}-(0[1-9]|1[0-2])$/);
