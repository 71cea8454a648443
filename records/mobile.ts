import type { FieldError } from './facility-error.js';
import { asciiDigits } from './transliterate.js';

/** A mobile number in India: ten digits, the first 6 to 9 (DoT National Numbering Plan). */
export const MOBILE_PATTERN = /^[6-9]\d{9}$/;

/** What was typed without spaces, hyphens and brackets, Hindi digits as ASCII, without +91, 0091, 91 or 0 in front. */
export function normaliseMobile(typed: string): string {
  const text = asciiDigits(typed).replace(/[\s().\-\u2010-\u2015]/g, '');
  return text.replace(/^(?:\+91|0091|91|0)0?(?=\d{10}$)/, '');
}

/** Reads a typed mobile number; an empty field gives neither a number nor an error, for it may be missing. */
export function readMobile(typed: string, field = 'mobile'): { mobile?: string; error?: FieldError } {
  const text = normaliseMobile(typed);
  if (text === '') return {};
  if (!/^\+?\d+$/.test(text)) return { error: { field, code: 'mobile-not-digits' } };
  const digits = text.replace('+', '').length;
  if (digits !== 10 || text.startsWith('+'))
    return { error: { field, code: 'mobile-length', params: { digits } } };
  if (!MOBILE_PATTERN.test(text)) return { error: { field, code: 'mobile-first-digit' } };
  return { mobile: text };
}

/** For screens that others can see: `98XXXX3210`. */
export function maskedMobile(mobile: string): string {
  return mobile.length < 8 ? 'X'.repeat(mobile.length) : `${mobile.slice(0, 2)}XXXX${mobile.slice(-4)}`;
}
