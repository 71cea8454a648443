import type { Envelope } from './envelope.js';

/** Orders the records of several boxes: by time, within one box by `n`. */
export function byTime(a: Envelope, b: Envelope): number {
  return Date.parse(a.at) - Date.parse(b.at) || a.n - b.n || (a._id < b._id ? -1 : 1);
}
