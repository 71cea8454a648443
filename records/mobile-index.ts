import { MOBILE_PATTERN } from './mobile.js';
import { addToPosting, postingOf, removeFromPosting } from './posting.js';
import type { Posting } from './posting.js';

/** Fewer digits than these find half the district. */
const FEWEST_DIGITS = 4;
/** A number that hundreds share is a made-up one; nobody reads its list to the end. */
const MOST_FOUND = 2000;

/** Patients by the first four and by the last four digits of their mobile number. */
export class MobileIndex {
  readonly #starts = new Map<number, Posting>();
  readonly #ends = new Map<number, Posting>();

  add(slot: number, mobile: string | undefined): void {
    if (mobile === undefined || !MOBILE_PATTERN.test(mobile)) return;
    addToPosting(postingOf(this.#starts, firstDigits(mobile)), slot);
    addToPosting(postingOf(this.#ends, lastDigits(mobile)), slot);
  }

  remove(slot: number, mobile: string | undefined): void {
    if (mobile === undefined || !MOBILE_PATTERN.test(mobile)) return;
    removeFromPosting(this.#starts.get(firstDigits(mobile)), slot);
    removeFromPosting(this.#ends.get(lastDigits(mobile)), slot);
  }

  /** Those whose number is, begins or ends with the digits (4 to 10), the last seen first. */
  find(digits: string, mobileOf: (slot: number) => string | undefined): number[] {
    if (!/^\d{4,10}$/.test(digits)) return [];
    const found = new Set<number>();
    const collect = (posting: Posting | undefined, fits: (mobile: string) => boolean): void => {
      if (!posting) return;
      for (let i = posting.length - 1; i >= 0 && found.size < MOST_FOUND; i--) {
        const mobile = mobileOf(posting[i]!);
        if (mobile !== undefined && fits(mobile)) found.add(posting[i]!);
      }
    };
    collect(this.#ends.get(lastDigits(digits)), (mobile) => mobile.endsWith(digits));
    if (digits.length < 10) {
      collect(this.#starts.get(firstDigits(digits)), (mobile) => mobile.startsWith(digits));
    }
    return [...found];
  }
}

function firstDigits(digits: string): number {
  return Number(digits.slice(0, FEWEST_DIGITS));
}

function lastDigits(digits: string): number {
  return Number(digits.slice(-FEWEST_DIGITS));
}
