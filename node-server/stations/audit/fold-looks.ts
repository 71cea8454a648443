import type { lookRow } from './look-row.js';

export type LookRow = ReturnType<typeof lookRow>;

/** Minutes are as exact as the page tells a time. */
const MINUTE = 'yyyy-mm-ddThh:mm'.length;

/** Looks that read the same in all the page tells of them, within a minute, as one row that says how often. */
export function foldLooks(rows: readonly LookRow[]): (LookRow & { times: number })[] {
  const folded: (LookRow & { times: number })[] = [];
  let before = '';
  for (const row of rows) {
    const told = JSON.stringify({ ...row, at: row.at.slice(0, MINUTE) });
    const last = folded.at(-1);
    if (last && told === before) last.times += 1;
    else folded.push({ ...row, times: 1 });
    before = told;
  }
  return folded;
}
