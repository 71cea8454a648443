import { checkCharacter } from '../../records/check-character.js';

/** A text taken apart: what stays the same from one to the next, and the numbers that don't. */
export interface TakenApart {
  /** with a mark in each number's place: U+0002 and its width, or U+0003 where it has no leading zeros */
  pattern: string;
  numbers: number[];
}

/** Stands for a check character that follows from the id before it. */
const CHECK = '\u0001';
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

function withCheck(text: string): string {
  const at = text.indexOf(CHECK);
  if (at < 0) return text;
  const body = /[A-Z]{2}\d{2,6}[a-z]?-\d{6,}$/.exec(text.slice(0, at - 1))?.[0] ?? '';
  return text.slice(0, at) + checkCharacter(body.toUpperCase()) + text.slice(at + 1);
}
