import { DOUBT_KINDS, type DoubtKind, type StockDoubt } from './stock-doubt.js';

/** All kinds together, those too that an emergency explains. */
export const DOUBTS_FIGURE = 'stock-doubts';

/** The figure of a kind in a daily summary: `stock-doubt-below-zero`. */
export function doubtFigure(kind: DoubtKind): string {
  return `stock-doubt-${kind}`;
}

export const DOUBT_FIGURES: readonly string[] = [DOUBTS_FIGURE, ...DOUBT_KINDS.map(doubtFigure)];

/** Counts that add up over days and facilities. */
export function countDoubts(doubts: readonly StockDoubt[]): Record<string, number> {
  const figures: Record<string, number> = { [DOUBTS_FIGURE]: doubts.length };
  for (const { kind } of doubts) figures[doubtFigure(kind)] = (figures[doubtFigure(kind)] ?? 0) + 1;
  return figures;
}
