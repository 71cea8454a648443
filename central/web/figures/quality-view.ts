import { qualityScore } from '../../../records/summary/quality-score.js';
import type { SummarySum } from '../../../records/summary/sum-summaries.js';
import type { Cell, Tone } from '../table/sorted-table.js';
import type { Telling } from './day-cell.js';
import { countText, NOTHING } from './figure-text.js';

export interface QualityView {
  score: Cell;
  parts: { name: string; score: string; detail: string; weight: string }[];
}

/** From so many of 100 on figures can be believed, and from so many on with care. */
const GOOD = 90;
const FAIR = 70;

function qualityTone(score: number): Tone {
  if (score >= GOOD) return 'good';
  return score >= FAIR ? 'warn' : 'bad';
}

export function qualityCell({ t, book }: Telling, sum: SummarySum, expected: number): Cell {
  const { score } = qualityScore(book.kpis.quality.parts, sum, expected);
  if (score === null) return { text: NOTHING, value: null };
  const tone = qualityTone(score);
  return { text: countText(score), value: score, tone, word: t(`centre.quality.${tone}`) };
}

/** The score with what it consists of. */
export function qualityView(telling: Telling, sum: SummarySum, expected: number): QualityView {
  const { t, book, language } = telling;
  const { parts } = book.kpis.quality;
  const scored = qualityScore(parts, sum, expected).parts;
  return {
    score: qualityCell(telling, sum, expected),
    parts: parts.map(({ name, weight }, index) => {
      const { score = null, wrong = 0, of = 0 } = scored[index] ?? {};
      return {
        name: name[language],
        score: score === null ? NOTHING : countText(score),
        detail: of === 0 ? '' : t('centre.quality.of', { right: countText(of - wrong), of: countText(of) }),
        weight: countText(weight),
      };
    }),
  };
}
