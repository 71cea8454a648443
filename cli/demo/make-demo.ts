import { addDays, dayOf } from '../../records/day.js';
import { carryLetters } from './carry-letters.js';
import { RAMPUR } from './demo-facilities.js';
import { PlayedFacility, type DemoBox } from './played-facility.js';
import { ReferralPost } from './referral-post.js';

const DAYS = 30;

export interface MakeDemoOptions {
  host: string;
  now: number;
  /** for tests: fewer than 30 */
  days?: number;
  /** ends it after the day that is being played */
  signal?: AbortSignal;
  onProgress?: (day: number, days: number) => void;
}

/**
 * Makes demo health centres: staff, stock, a month of patients, of whom some are referred from one to the other, and a
 * half-finished queue for today. Everything is written through the ledgers as the stations would, on clocks that run
 * through the month. What was made when it throws is of no use: it is to be made anew, in empty folders.
 * Throws the signal's reason.
 */
export async function makeDemos(boxes: readonly DemoBox[], options: MakeDemoOptions): Promise<void> {
  const { host, now, days = DAYS, signal, onProgress } = options;
  const today = dayOf(now);
  const first = addDays(today, -days);
  const year = Number(today.slice(0, 4));
  // One alone has nobody to refer to.
  const post = boxes.length > 1 ? new ReferralPost(today) : undefined;
  const played: PlayedFacility[] = [];
  try {
    for (const box of boxes) played.push(await PlayedFacility.setUp(box, { host, first, year }));
    for (let day = 0; day < days; day += 1) {
      signal?.throwIfAborted();
      for (const one of played) await one.playDay(addDays(first, day), post);
      // Before either sums this day up, and after neither has begun the next.
      await carryLetters(played);
      onProgress?.(day + 1, days);
    }
    for (const one of played) await one.playThisMorning(now, post);
    await carryLetters(played);
  } finally {
    for (const one of played) await one.close();
  }
}

/** The demo health centre BR1042 alone. */
export function makeDemo({
  folder,
  port,
  centre,
  ...options
}: MakeDemoOptions & Omit<DemoBox, 'facility'>): Promise<void> {
  return makeDemos([{ facility: RAMPUR, folder, port, centre }], options);
}

/** On another day than the demo's last one, today gets its half-finished queue, of patients who are known. */
export async function refreshDemo({
  folder,
  now,
  facility = RAMPUR,
}: Pick<DemoBox, 'folder'> & { now: number; facility?: DemoBox['facility'] }): Promise<void> {
  const played = await PlayedFacility.reopen(facility, folder, now);
  try {
    if (played.isEmptyToday) await played.playThisMorning(now);
  } finally {
    await played.close();
  }
}
