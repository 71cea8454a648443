import { createHash } from 'node:crypto';
import { BOX_PATTERN, type BoxId } from '../../records/ids.js';

/** 64 bits; what is derived from them is stretched, see enrolment-keys.ts. */
export const SECRET_BYTES = 8;

/** Four bits a consonant, two a vowel: five letters are a word of 16 bits that can be said in Hindi and English. */
const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';
const WORDS = SECRET_BYTES / 2;
const PREFIX = 'nadi-enrol:';

/** What a code says; `box` and `gateway` only where it was taken whole, as the QR carries it. */
export interface EnrolmentCode {
  secret: Uint8Array;
  box?: BoxId;
  gateway?: string;
}

/** `lusab-babad-gutih-tugad-fizom`: the secret, and a last word by which a slip is seen before anybody is asked. */
export function writeCodeWords(secret: Uint8Array): string {
  const bytes = [...secret, ...checkOf(secret)];
  const words = [];
  for (let i = 0; i < bytes.length; i += 2) words.push(toWord((bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0)));
  return words.join('-');
}

/** `nadi-enrol:BR1042@https://centre.example:6985#lusab-babad-…`: everything in one line. */
export function writeWholeCode(code: Required<EnrolmentCode>): string {
  return `${PREFIX}${code.box}@${code.gateway}#${writeCodeWords(code.secret)}`;
}

/** Null where it cannot be a code. Spaces, hyphens and capitals in the words are forgiven. */
export function readEnrolmentCode(typed: string): EnrolmentCode | null {
  const text = typed.trim();
  if (!text.toLowerCase().startsWith(PREFIX)) {
    const secret = readWords(text);
    return secret && { secret };
  }
  const [, box = '', gateway = '', words = ''] =
    /^([^@]+)@([^#]+)#(.+)$/.exec(text.slice(PREFIX.length)) ?? [];
  const secret = readWords(words);
  const isWhole = BOX_PATTERN.test(box) && /^https?:\/\/[^/]/.test(gateway) && URL.canParse(gateway);
  return secret && isWhole ? { secret, box, gateway } : null;
}

function readWords(typed: string): Uint8Array | null {
  const letters = typed.toLowerCase().replace(/[\s-]/g, '');
  const words = letters.match(/.{5}/g) ?? [];
  if (letters.length !== (WORDS + 1) * 5) return null;
  const numbers = words.map(fromWord);
  if (numbers.some((number) => number === null)) return null;
  const bytes = numbers.flatMap((number) => [(number ?? 0) >> 8, (number ?? 0) & 255]);
  const secret = Uint8Array.from(bytes.slice(0, SECRET_BYTES));
  const check = bytes.slice(SECRET_BYTES);
  return checkOf(secret).every((byte, i) => byte === check[i]) ? secret : null;
}

function checkOf(secret: Uint8Array): number[] {
  return [...createHash('sha256').update(secret).digest().subarray(0, 2)];
}

function toWord(number: number): string {
  const at = (letters: string, shift: number): string =>
    letters.charAt((number >> shift) & (letters.length - 1));
  return at(CONSONANTS, 12) + at(VOWELS, 10) + at(CONSONANTS, 6) + at(VOWELS, 4) + at(CONSONANTS, 0);
}

function fromWord(word: string): number | null {
  let number = 0;
  for (const [i, letter] of [...word].entries()) {
    const letters = i % 2 === 0 ? CONSONANTS : VOWELS;
    const value = letters.indexOf(letter);
    if (value < 0) return null;
    number = number * letters.length + value;
  }
  return number;
}
