import type { Words } from '../envelope.js';
import type { SummarySum } from './sum-summaries.js';

/** One thing that good records do not lack, as `templates/kpis/data-quality.json` says. */
export interface QualityPart {
  code: string;
  name: Words;
  /** figures of what is wrong … */
  wrong: string[];
  /** … among these; `days`: days without a summary among those that were expected */
  of: string[] | 'days';
  /** how much of the score it is, beside the others */
  weight: number;
}

export interface PartScore {
  code: string;
  wrong: number;
  of: number;
  /** per cent that is right; null where there was nothing to be right or wrong */
  score: number | null;
}

export interface QualityScore {
  /** 0 to 100, the parts by their weights; null where no part has one */
  score: number | null;
  parts: PartScore[];
}

/**
 * How far a facility's (or an area's) figures can be believed, with the parts that it consists of. A part without
 * anything to judge weighs nothing.
 * @param expectedDays facility-days for which a summary should be there
 */
export function qualityScore(
  definitions: readonly QualityPart[],
  sum: SummarySum,
  expectedDays: number,
): QualityScore {
  const parts = definitions.map((part) => scorePart(part, sum, expectedDays));
  let weights = 0;
  let total = 0;
  for (const [index, { score }] of parts.entries()) {
    const weight = definitions[index]?.weight ?? 0;
    if (score === null) continue;
    weights += weight;
    total += weight * score;
  }
  return { score: weights === 0 ? null : total / weights, parts };
}

function scorePart({ code, wrong, of }: QualityPart, sum: SummarySum, expectedDays: number): PartScore {
  const add = (codes: string[]): number => codes.reduce((total, key) => total + (sum.figures[key] ?? 0), 0);
  const all = of === 'days' ? expectedDays : add(of);
  const missing = of === 'days' ? Math.max(0, expectedDays - sum.days) : Math.min(all, add(wrong));
  return { code, wrong: missing, of: all, score: all === 0 ? null : (1 - missing / all) * 100 };
}
