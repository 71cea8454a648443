import { sumSummaries, type SummarySum } from './sum-summaries.js';

/** Less than so many per cent off is as usual. */
export const NOISE_PERCENT = 10;
/** Of less than so many a percentage says nothing: two instead of 0.4 are not "380 % more". */
const LEAST_FOR_PERCENT = 5;

type Reports = Pick<SummarySum, 'days' | 'figures'>;

/** Sums of an area by kind of facility, as the directory calls it; '' for those that it did not know. */
export type KindSums<S extends Reports = SummarySum> = ReadonlyMap<string, S>;

export interface AgainstUsual {
  /** what was to be expected */
  usual: number;
  is: 'more' | 'less' | 'same';
  /** how far off the whole number that was to be expected; null where that is too small to tell */
  percent: number | null;
}

/**
 * A day's figure beside what as many reports of each kind of facility came to on the same weekday before: a morning on
 * which half of the facilities have reported is no bad day, nor is one on which the hospital has not. Null where nobody
 * reported now, or no kind that did had reported then.
 * @param before the same weekday in the weeks before
 */
export function againstUsual(
  day: KindSums<Reports>,
  before: KindSums<Reports>,
  figure: string,
): AgainstUsual | null {
  const usual = usualFigure(day, before, figure);
  if (usual === null) return null;
  const now = [...day.values()].reduce((sum, { figures }) => sum + (figures[figure] ?? 0), 0);
  // Reckoned from what people are shown, so that they come to the same.
  const shown = Math.round(usual);
  const percent = usual < LEAST_FOR_PERCENT ? null : (Math.abs(now - shown) / shown) * 100;
  // Of small counts a difference of one is nothing.
  if ((percent ?? Infinity) < NOISE_PERCENT || Math.abs(now - usual) < 1)
    return { usual, is: 'same', percent };
  return { usual, is: now > usual ? 'more' : 'less', percent };
}

/** A kind that had not reported before is as usual, whatever it tells. */
function usualFigure(day: KindSums<Reports>, before: KindSums<Reports>, figure: string): number | null {
  let usual = 0;
  let isKnown = false;
  for (const [kind, { days, figures }] of day) {
    const then = before.get(kind);
    if (then && then.days > 0) {
      usual += ((then.figures[figure] ?? 0) / then.days) * days;
      isKnown ||= days > 0;
    } else {
      usual += figures[figure] ?? 0;
    }
  }
  return isKnown ? usual : null;
}

/** The same kinds of several periods, added up. */
export function sumKinds(periods: readonly KindSums[]): KindSums {
  const kinds = new Set(periods.flatMap((sums) => [...sums.keys()]));
  return new Map(
    [...kinds].map((kind) => [kind, sumSummaries(periods.flatMap((sums) => sums.get(kind) ?? []))]),
  );
}
