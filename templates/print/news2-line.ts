import type { News2 } from '../../records/news2.js';
import type { Labels } from './labels.js';

/** The early-warning score and what it says: `7 · अधिक जोखिम / high risk`; empty where there is nothing to tell. */
export function news2Line(score: News2, words: Labels): string {
  if (score.outcome === 'score') return `${score.total} · ${words.label(`news2-${score.risk}`)}`;
  if (score.outcome === 'not-applicable' || score.atLeast === 0) return '';
  return `≥ ${score.atLeast} · ${words.label('news2-incomplete')}`;
}
