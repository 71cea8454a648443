/** Before the second try, in milliseconds. */
const FIRST_MS = 1_000;
/** A line that is back is found within this time, however long it was out. */
export const LONGEST_MS = 60_000;

/**
 * The one retry policy: how long to wait after the `failures`-th failure in a row (from 1), in milliseconds.
 * Doubles from one second to at most 60. Between half and all of that is taken, so that the boxes of a district
 * do not call together when the centre comes back.
 *
 * @param random a number from 0 to below 1
 */
export function retryDelay(failures: number, random: () => number = Math.random): number {
  const step = Math.min(LONGEST_MS, FIRST_MS * 2 ** (Math.max(1, failures) - 1));
  return Math.round(step / 2 + (step / 2) * random());
}
