import { checkCharacter } from '../../records/check-character.js';

/** A text taken apart: what stays the same from one to the next, and the numbers that don't. */
export interface TakenApart {
  /** with a mark in each number's place: DIGITS and its width, or FREE where it has no leading zeros */
  pattern: string;
  numbers: number[];
}

/** Stands for a check character that follows from the id before it. */
const CHECK = '\u0001';
/** The next number is as wide as the character after this says. */
const DIGITS = '\u0002';
/** A number as one writes it. */
const FREE = '\u0003';
const MARKS = /[\u0001-\u0003]/;
const PATIENT = /([A-Z]{2}\d{2,6}[a-z]?-\d{6,})-([0-9A-Z])(?![0-9A-Za-z])/;
/** More digits than this are no number that a double holds. */
const RUN = /\d{1,14}/g;

/** Ids differ in their numbers only: `patient:BR1042-004217-K` is a pattern and two numbers. Null where it has no pattern. */
export function takeApart(text: string): TakenApart | null {
  if (text.length > 120 || MARKS.test(text)) return null;
  const numbers: number[] = [];
  const pattern = withoutCheck(text).replace(RUN, (digits) => {
    numbers.push(Number(digits));
    // From three digits on, ids are padded; shorter ones grow as they like.
    if (digits.length >= 3 || (digits.length > 1 && digits.startsWith('0')))
      return DIGITS + String.fromCharCode(64 + digits.length);
    return FREE;
  });
  return { pattern, numbers };
}

/** How many numbers a pattern takes. */
export function countNumbers(pattern: string): number {
  return pattern.replace(/[^\u0002\u0003]/g, '').length;
}

export function putTogether({ pattern, numbers }: TakenApart): string {
  let next = 0;
  const text = pattern.replace(/\u0002(.)|\u0003/gs, (_, width?: string) => {
    const digits = String(numbers[next] ?? 0);
    next += 1;
    return width === undefined ? digits : digits.padStart(width.charCodeAt(0) - 64, '0');
  });
  return withCheck(text);
}

function withoutCheck(text: string): string {
  const found = PATIENT.exec(text);
  const [, body = '', character] = found ?? [];
  if (!found || checkCharacter(body.toUpperCase()) !== character) return text;
  const at = found.index + body.length + 1;
  return text.slice(0, at) + CHECK + text.slice(at + 1);
}

function withCheck(text: string): string {
  const at = text.indexOf(CHECK);
  if (at < 0) return text;
  const body = /[A-Z]{2}\d{2,6}[a-z]?-\d{6,}$/.exec(text.slice(0, at - 1))?.[0] ?? '';
  return text.slice(0, at) + checkCharacter(body.toUpperCase()) + text.slice(at + 1);
}
