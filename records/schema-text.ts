import Joi from 'joi';

/**
 * Control characters and what turns the direction of writing have no place in a record: they hide text, upset printers
 * and terminals. Zero-width joiners stay: Hindi and emoji need them.
 */
const CONTROLS =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;
/** Half a character, left over from cutting a text: it can't be written as UTF-8. */
const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export const NAME_LENGTH = 120;
const NOTE_LENGTH = 2000;

/** Free of control characters, in Unicode's composed form, trimmed last: in another order it could change again. */
function clean(text: string): string {
  return text.replace(CONTROLS, '').replace(LONE_SURROGATES, '').normalize('NFC').trim();
}

const texts = Joi.extend(
  {
    type: 'line',
    base: Joi.string(),
    coerce: { from: 'string', method: (text: string) => ({ value: clean(text.replace(/[\r\n\t]+/g, ' ')) }) },
  },
  {
    type: 'note',
    base: Joi.string(),
    coerce: { from: 'string', method: (text: string) => ({ value: clean(text.replace(/\r\n?/g, '\n')) }) },
  },
) as { line(): Joi.StringSchema; note(): Joi.StringSchema };

/** One line of text, cleaned. Empty is refused. */
export function line(most = NAME_LENGTH): Joi.StringSchema {
  return texts.line().max(most);
}

/** Several lines, cleaned. Empty is refused. */
export function note(most = NOTE_LENGTH): Joi.StringSchema {
  return texts.note().max(most);
}
