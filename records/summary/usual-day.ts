import type { SummarySum } from './sum-summaries.js';

/** Less than so many per cent off is as usual. */
export const NOISE_PERCENT = 10;
/** Of less than so many a percentage says nothing: two instead of 0.4 are not "380 % more". */
const LEAST_FOR_PERCENT = 5;

export interface AgainstUsual {
  /** what was to be expected */
  usual: number;
  is: 'more' | 'less' | 'same';
  /** how far off the whole number that was to be expected; null where that is too small to tell */
  percent: number | null;
}

/**
 * A day's figure beside what as many reports came to on the same weekday before: a morning on which half of the
 * facilities have reported is no bad day. Null where nobody reported then, or now.
 * @param before the same weekday in the weeks before
 */
export function againstUsual(
  day: Pick<SummarySum, 'days' | 'figures'>,
  before: Pick<SummarySum, 'days' | 'figures'>,
  figure: string,
): AgainstUsual | null {
  if (before.days === 0 || day.days === 0) return null;
  const now = day.figures[figure] ?? 0;
  const usual = ((before.figures[figure] ?? 0) / before.days) * day.days;
  // Reckoned from what people are shown, so that they come to the same.
  const shown = Math.round(usual);
  const percent = usual < LEAST_FOR_PERCENT ? null : (Math.abs(now - shown) / shown) * 100;
  // Of small counts a difference of one is nothing.
  if ((percent ?? Infinity) < NOISE_PERCENT || Math.abs(now - usual) < 1)
    return { usual, is: 'same', percent };
  return { usual, is: now > usual ? 'more' : 'less', percent };
}
