import Joi, { type StringSchema } from 'joi';
import { asciiDigits } from '../../../records/transliterate.js';

/** `03/2027`, `3-27`, `2027-03` (Hindi digits too) → `2027-03` */
export function expiryField(): StringSchema {
  return Joi.string()
    .empty('')
    .custom((typed: string, helpers) => readExpiry(typed) ?? helpers.error('field.wrongExpiry'));
}

function readExpiry(typed: string): string | null {
  const text = asciiDigits(typed).trim();
  const monthFirst = /^(\d{1,2})[/.\- ](\d{2}|\d{4})$/.exec(text);
  const yearFirst = /^(\d{4})[/.\- ](\d{1,2})$/.exec(text);
  const [year = '', month = ''] = monthFirst ? [monthFirst[2], monthFirst[1]] : (yearFirst?.slice(1) ?? []);
  const whole = `${year.length === 2 ? '20' : ''}${year}-${month.padStart(2, '0')}`;
  return /^20\d{2}-(0[1-9]|1[0-2])$/.test(whole) ? whole : null;
}
