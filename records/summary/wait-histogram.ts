/**
 * Waits as numbers that add up over days and facilities, place by place: how many waits, their minutes (or days) in all,
 * then how many lie below each bound of their scale (and not below the one before), the last place above all of them.
 * Places at the end that are 0 are left out.
 */
export type WaitHistogram = number[];

/** Where the bins of a wait lie. A stored histogram is read by its scale: bounds never change, a new wait gets new ones. */
export interface WaitScale {
  bounds: readonly number[];
  /** waits are whole numbers: the day of the month tells no hours */
  whole: boolean;
}

/** Minutes. Close together where a facility's median lies, wide where only "too long" is to be told. */
export const WAIT_BOUNDS = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240] as const;

const MINUTES: WaitScale = { bounds: WAIT_BOUNDS, whole: false };

/** Waits that are longer than those at a station, by what was waited for. */
export const RESULT = 'result';
export const REFERRAL_SEEN = 'referral-seen';

const SCALES: Readonly<Record<string, WaitScale>> = {
  [RESULT]: { bounds: [15, 30, 45, 60, 90, 120, 180, 240, 480, 1_440, 2_880, 4_320], whole: false },
  [REFERRAL_SEEN]: { bounds: [1, 2, 3, 4, 5, 8, 11, 15, 22, 31, 61], whole: true },
};

/** How a summary's wait is told. */
export function waitScale(what: string): WaitScale {
  return SCALES[what] ?? MINUTES;
}

const BEFORE_BINS = 2;

/** @param waits in the unit of the scale */
export function waitHistogram(waits: readonly number[], { bounds }: WaitScale = MINUTES): WaitHistogram {
  const histogram = [waits.length, Math.round(waits.reduce((sum, wait) => sum + wait, 0))];
  for (const wait of waits) {
    const found = bounds.findIndex((bound) => wait < bound);
    const place = BEFORE_BINS + (found === -1 ? bounds.length : found);
    while (histogram.length <= place) histogram.push(0);
    histogram[place] = (histogram[place] ?? 0) + 1;
  }
  return histogram;
}

/** Whole numbers that fit each other: the bins hold as many waits as there are. */
export function isWaitHistogram(histogram: readonly number[], { bounds }: WaitScale = MINUTES): boolean {
  const [count = 0, , ...bins] = histogram;
  return (
    histogram.length >= BEFORE_BINS &&
    bins.length <= bounds.length + 1 &&
    histogram.every((value) => Number.isSafeInteger(value) && value >= 0) &&
    bins.reduce((sum, bin) => sum + bin, 0) === count
  );
}

/**
 * The median, told between the bounds of the bin that it lies in as if its waits were spread evenly; null of no waits.
 * Above the last bound nobody knows how far: it is that bound.
 */
export function medianWait(
  histogram: readonly number[],
  { bounds, whole }: WaitScale = MINUTES,
): number | null {
  const [count = 0, , ...bins] = histogram;
  if (count === 0) return null;
  const half = Math.ceil(count / 2);
  let before = 0;
  for (const [place, bin] of bins.entries()) {
    if (before + bin >= half) {
      const from = bounds[place - 1] ?? 0;
      const bound = bounds[place] ?? from;
      const to = whole && bound > from ? bound - 1 : bound;
      return from + ((half - before) / bin) * (to - from);
    }
    before += bin;
  }
  return null;
}

/** How many waits were shorter than a bound of their scale. */
export function waitsBelow(histogram: readonly number[], bound: number, { bounds }: WaitScale): number {
  const bins = histogram.slice(BEFORE_BINS, BEFORE_BINS + bounds.indexOf(bound) + 1);
  return bins.reduce((sum, bin) => sum + bin, 0);
}
