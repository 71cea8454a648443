/**
 * Waits as numbers that add up over days and facilities, place by place: how many waits, their minutes in all, then how
 * many lie below each bound of `WAIT_BOUNDS` (and not below the one before), the last place above all of them. Places at
 * the end that are 0 are left out.
 */
export type WaitHistogram = number[];

/** Minutes. Close together where a facility's median lies, wide where only "too long" is to be told. */
export const WAIT_BOUNDS = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240] as const;

const BEFORE_BINS = 2;

/** @param minutes of each wait */
export function waitHistogram(minutes: readonly number[]): WaitHistogram {
  const histogram = [minutes.length, Math.round(minutes.reduce((sum, wait) => sum + wait, 0))];
  for (const wait of minutes) {
    const found = WAIT_BOUNDS.findIndex((bound) => wait < bound);
    const place = BEFORE_BINS + (found === -1 ? WAIT_BOUNDS.length : found);
    while (histogram.length <= place) histogram.push(0);
    histogram[place] = (histogram[place] ?? 0) + 1;
  }
  return histogram;
}

/** Whole minutes and counts that fit each other: the bins hold as many waits as there are. */
export function isWaitHistogram(histogram: readonly number[]): boolean {
  const [count = 0, , ...bins] = histogram;
  return (
    histogram.length >= BEFORE_BINS &&
    bins.length <= WAIT_BOUNDS.length + 1 &&
    histogram.every((value) => Number.isSafeInteger(value) && value >= 0) &&
    bins.reduce((sum, bin) => sum + bin, 0) === count
  );
}

/**
 * The median in minutes, told between the bounds of the bin that it lies in as if its waits were spread evenly; null of
 * no waits. Above the last bound nobody knows how far: it is that bound.
 */
export function medianWait(histogram: readonly number[]): number | null {
  const [count = 0, , ...bins] = histogram;
  if (count === 0) return null;
  const half = Math.ceil(count / 2);
  let before = 0;
  for (const [place, bin] of bins.entries()) {
    if (before + bin >= half) {
      const from = WAIT_BOUNDS[place - 1] ?? 0;
      const to = WAIT_BOUNDS[place] ?? from;
      return from + ((half - before) / bin) * (to - from);
    }
    before += bin;
  }
  return null;
}
