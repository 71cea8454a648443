import { doubtFigure } from './doubt-figures.js';
import type { DoubtKind } from './stock-doubt.js';

/** Kinds that one question covers, as a district looks at many stores. */
export const DOUBT_GROUPS = {
  prescription: ['no-prescription', 'more-than-prescribed'],
  expired: ['expired-given'],
  books: ['no-dispense-record', 'no-movement', 'quantity-differs', 'returned-too-much', 'below-zero'],
  corrections: ['no-reason', 'large-adjustment'],
  keeper: ['not-a-keeper'],
} as const satisfies Record<string, readonly DoubtKind[]>;
export type DoubtGroup = keyof typeof DOUBT_GROUPS;

/** Of a summary's figures, or of sums of them. */
export function groupFigures(figures: Readonly<Record<string, number>>, group: DoubtGroup): number {
  return DOUBT_GROUPS[group].reduce((sum, kind) => sum + (figures[doubtFigure(kind)] ?? 0), 0);
}
