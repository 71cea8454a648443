import type { Day } from '../../../records/day.js';
import { DOUBTS_FIGURE, doubtFigure } from '../../../records/stock-trace/doubt-figures.js';
import type { DoubtKind } from '../../../records/stock-trace/stock-doubt.js';
import { Random } from '../random.js';

/** How likely each is on a day of a store that is kept carelessly. */
const CHANCES: Partial<Record<DoubtKind, number>> = {
  'no-reason': 0.12,
  'large-adjustment': 0.06,
  'no-dispense-record': 0.05,
  'more-than-prescribed': 0.04,
  'no-prescription': 0.03,
};
const CARELESS = 0.25;

/** Most stores add up; some have a question now and then. */
export function drawDoubts(code: string, day: Day): Record<string, number> {
  if (!Random.of(code, 'store-books').chance(CARELESS)) return {};
  const random = Random.of(code, day, 'store-books');
  const kinds = (Object.entries(CHANCES) as [DoubtKind, number][]).filter(([, chance]) =>
    random.chance(chance),
  );
  if (kinds.length === 0) return {};
  return {
    [DOUBTS_FIGURE]: kinds.length,
    ...Object.fromEntries(kinds.map(([kind]) => [doubtFigure(kind), 1])),
  };
}
