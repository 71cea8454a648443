import { BundleError } from './bundle-error.js';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const DAY_MS = 86_400_000;

/** Milliseconds of an instant as `toISOString` writes it; null where it is none. */
export function readTime(text: string): number | null {
  if (text.length !== 24 || !TIME.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || new Date(ms).toISOString() !== text ? null : ms;
}

export function sayTime(ms: number): string {
  const time = new Date(ms);
  if (Number.isNaN(time.getTime())) throw new BundleError('damaged', 'A time of the bundle is out of range.');
  return time.toISOString();
}

/** Days since 1970 of `2026-11-28`; null where it is no day. */
export function readDate(text: string): number | null {
  if (text.length !== 10 || !DATE.test(text)) return null;
  const ms = readTime(`${text}T00:00:00.000Z`);
  return ms === null ? null : ms / DAY_MS;
}

export function sayDate(day: number): string {
  return sayTime(day * DAY_MS).slice(0, -14);
}
