import type { SummarySum } from './sum-summaries.js';

/** Less than so many per cent off is as usual. */
const NOISE_PERCENT = 10;

export interface AgainstUsual {
  /** what was to be expected */
  usual: number;
  is: 'more' | 'less' | 'same';
  /** how far off, of what was expected; null where nothing was */
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
  if (usual === 0) return { usual, is: now === 0 ? 'same' : 'more', percent: null };
  const percent = (Math.abs(now - usual) / usual) * 100;
  // Of small counts a difference of one is nothing.
  if (percent < NOISE_PERCENT || Math.abs(now - usual) < 1) return { usual, is: 'same', percent };
  return { usual, is: now > usual ? 'more' : 'less', percent };
}
