import { asciiDigits } from './transliterate.js';

/** A mobile number in India: ten digits, the first 6 to 9 (DoT National Numbering Plan). */
export const MOBILE_PATTERN = /^[6-9]\d{9}$/;

/** What was typed without spaces, hyphens and brackets, Hindi digits as ASCII, without +91, 0091, 91 or 0 in front. */
export function normaliseMobile(typed: string): string {
  const text = asciiDigits(typed).replace(/[\s().\-\u2010-\u2015]/g, '');
  return text.replace(/^(?:\+91|0091|91|0)0?(?=\d{10}$)/, '');
}

/** For screens that others can see: `98XXXX3210`. */
export function maskedMobile(mobile: string): string {
  return mobile.length < 8 ? 'X'.repeat(mobile.length) : `${mobile.slice(0, 2)}XXXX${mobile.slice(-4)}`;
}
