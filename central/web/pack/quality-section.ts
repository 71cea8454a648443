import type { ReportSection } from '../../../records/report.js';
import { qualityScore, type QualityScore } from '../../../records/summary/quality-score.js';
import type { Telling } from '../figures/day-cell.js';
import { countText } from '../figures/figure-text.js';
import { qualityCell, qualityView } from '../figures/quality-view.js';
import { childLabel } from './child-label.js';
import { listedRows } from './listed-rows.js';
import type { PackFigures } from './read-pack.js';
import { wholeText } from './whole-text.js';

/** What the area's score consists of, and its places with the least first. */
export function qualitySections(telling: Telling, figures: PackFigures): ReportSection[] {
  const { t, book } = telling;
  const { total, expected, places } = figures;
  const { parts, score } = qualityView(telling, total, expected);
  const scored = places
    .map((place) => ({ place, ...qualityScore(book.kpis.quality.parts, place.sum, place.expected) }))
    .filter(({ score }) => score !== null)
    .sort((a, b) => (a.score ?? 0) - (b.score ?? 0));
  const areaTable: ReportSection = {
    kind: 'table',
    title: t('centre.quality.title'),
    columns: [
      { key: 'part', title: t('centre.quality.part'), width: 4 },
      { key: 'score', title: t('centre.quality.score'), align: 'right', width: 1 },
      { key: 'detail', title: t('centre.indicator.counts'), align: 'right', width: 2 },
      { key: 'weight', title: t('centre.quality.weight'), align: 'right', width: 1 },
    ],
    rows: parts.map(({ name, score, detail, weight }) => ({ cells: { part: name, score, detail, weight } })),
    total: { cells: { part: t('centre.pack.together'), score: wholeText(score) } },
  };
  const placesTable: ReportSection = {
    kind: 'table',
    title: t('centre.pack.leastQuality'),
    columns: [
      { key: 'name', title: t('centre.pack.place'), width: 3.4 },
      { key: 'score', title: t('centre.quality.short'), width: 2 },
      { key: 'reports', title: t('centre.pack.reports'), width: 1.6 },
      { key: 'weakest', title: t('centre.pack.weakest'), width: 3.4 },
    ],
    rows: listedRows(telling, scored, book.pack.listed, ({ place, parts: scores }) => ({
      name: childLabel(telling, place.child),
      score: wholeText(qualityCell(telling, place.sum, place.expected)),
      reports: t('centre.today.reportedOf', { reported: place.sum.days, of: place.expected }),
      weakest: weakestPart(telling, scores),
    })),
  };
  return scored.length < 2 ? [areaTable] : [areaTable, placesTable];
}

/** What to ask a place about first; nothing where all is right. */
function weakestPart({ book, language }: Telling, scores: QualityScore['parts']): string {
  const { parts } = book.kpis.quality;
  const [weakest] = scores
    .map(({ score }, index) => ({ score, name: parts[index]?.name[language] ?? '' }))
    .filter(({ score }) => score !== null && score < 100)
    .sort((a, b) => (a.score ?? 0) - (b.score ?? 0));
  return weakest ? `${weakest.name}: ${countText(weakest.score ?? 0)}` : '';
}
