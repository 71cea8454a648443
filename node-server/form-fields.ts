import Joi from 'joi';
import type { ArraySchema, BooleanSchema, CustomHelpers, NumberSchema, StringSchema } from 'joi';
import { MOBILE_PATTERN, normaliseMobile } from '../records/mobile.js';
import { asciiDigits } from '../records/transliterate.js';

/** joi's own reading of numbers comes first; what it leaves as text may hold Hindi digits. */
const indianJoi = Joi.extend((joi) => ({
  type: 'number',
  base: joi.number(),
  coerce: {
    from: 'string',
    method(typed: unknown) {
      const text = typeof typed === 'string' ? asciiDigits(typed) : '';
      return { value: /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : typed };
    },
  },
})) as { number(): NumberSchema };

const NAME_LETTERS = /^[\p{Script=Devanagari}\p{Script=Latin}\p{M}\u200c\u200d .,'’()/-]*$/u;
/** What stands on a house or in a list: `Ward 5`, `वार्ड नं. ५ (पूर्व)`, `Tola 3/A`. */
const PLACE_SIGNS = /^[\p{Script=Devanagari}\p{Script=Latin}\p{M}\p{Nd}\u200c\u200d .,'’()[\]/&#:-]*$/u;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f]/;

/** Free text. Optional unless `.required()`; an empty field counts as missing. */
export function textField(max: number): StringSchema {
  return Joi.string()
    .empty('')
    .custom((text: string, helpers) => (CONTROL.test(text) ? helpers.error('field.wrongCharacters') : text))
    .max(max);
}

/** A person's name: Hindi or Latin letters, at least one. */
export function nameField(max = 80): StringSchema {
  return Joi.string()
    .empty('')
    .max(max)
    .custom((text: string, helpers) =>
      NAME_LETTERS.test(text) && /\p{L}/u.test(text)
        ? text.replace(/ {2,}/g, ' ')
        : helpers.error('field.wrongScript'),
    );
}

/** A village, ward, tola or hamlet: letters or digits of either script, at least one, and the signs between them. */
export function placeField(max = 80): StringSchema {
  return Joi.string()
    .empty('')
    .max(max)
    .custom((text: string, helpers) =>
      PLACE_SIGNS.test(text) && /[\p{L}\p{Nd}]/u.test(text)
        ? text.replace(/ {2,}/g, ' ')
        : helpers.error('field.wrongPlace'),
    );
}

/** A number from `min` to `max`, with at most `decimals` places (0: whole). Takes Hindi digits. */
export function numberField(min: number, max: number, decimals = 0): NumberSchema {
  const number = indianJoi.number().empty('').min(min).max(max);
  return decimals === 0 ? number.integer() : number.precision(decimals);
}

/** A mobile number as the counter's search reads it, too (see `normaliseMobile`). */
export function mobileField(): StringSchema {
  return Joi.string()
    .empty('')
    .custom((typed: string, helpers) => {
      const digits = normaliseMobile(typed);
      return MOBILE_PATTERN.test(digits) ? digits : helpers.error('field.wrongMobile');
    });
}

export interface DateLimits {
  /** FHIR date, asked at the time of reading */
  notAfter?: () => string;
  notBefore?: () => string;
}

/** `2026-11-21` (a date input) or `21-11-2026`, `21/11/2026`, `21.11.2026` → `2026-11-21` */
export function dateField(limits: DateLimits = {}): StringSchema {
  return Joi.string()
    .empty('')
    .custom((typed: string, helpers: CustomHelpers<string>) => {
      const iso = readDate(asciiDigits(typed));
      if (iso === null) return helpers.error('field.wrongDate');
      if (limits.notAfter && iso > limits.notAfter()) return helpers.error('field.futureDate');
      if (limits.notBefore && iso < limits.notBefore()) return helpers.error('field.pastDate');
      return iso;
    });
}

/** One of a fixed list. */
export function choiceField(...values: readonly string[]): StringSchema {
  return Joi.string()
    .empty('')
    .valid(...values);
}

/** Any number of a list's values (checkboxes of one name). */
export function choicesField(...values: readonly string[]): ArraySchema<string[]> {
  return Joi.array<string[]>()
    .items(Joi.string().valid(...values))
    .single()
    .max(values.length)
    .default([]);
}

/** A single checkbox with the value `yes`. */
export function checkField(): BooleanSchema {
  return Joi.boolean().truthy('yes').empty('').default(false);
}

function readDate(text: string): string | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  const indian = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text);
  const [year, month, day] = iso ? iso.slice(1) : indian ? indian.slice(1).reverse() : [];
  if (!year || !month || !day) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const read = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date) ? date : null;
}
