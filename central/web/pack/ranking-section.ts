import type { ReportRow, ReportSection } from '../../../records/report.js';
import type { Kpi } from '../../../records/summary/kpi.js';
import { rankPlaces, type RankedPlace } from '../../../records/summary/rank-places.js';
import type { Telling } from '../figures/day-cell.js';
import { kpiCell } from '../figures/kpi-cell.js';
import { countsWords } from '../figures/kpi-view.js';
import { qualityCell } from '../figures/quality-view.js';
import { childLabel } from './child-label.js';
import type { PackFigures, PackPlace } from './read-pack.js';
import { wholeText } from './whole-text.js';

/** Of each indicator the best and the last places, with what their records are worth; small numbers are left out. */
export function rankingSections(telling: Telling, figures: PackFigures): ReportSection[] {
  const { t, book } = telling;
  // One place is no ranking.
  if (figures.places.length < 2) return [];
  const rows = book.pack.ranked.flatMap((code) => {
    const kpi = book.kpi(code);
    return kpi ? rankingRows(telling, kpi, figures) : [];
  });
  return [
    {
      kind: 'table',
      title: t('centre.pack.ranking'),
      columns: [
        { key: 'place', title: t('centre.indicator.rankedPlace'), width: 4.4 },
        { key: 'value', title: t('centre.indicator.value'), width: 2.2 },
        { key: 'counts', title: t('centre.indicator.counts'), width: 2.4 },
        { key: 'quality', title: t('centre.quality.short'), width: 2.2 },
      ],
      rows,
    },
  ];
}

function rankingRows(telling: Telling, kpi: Kpi, { places, total, expected }: PackFigures): ReportRow[] {
  const { t, book, language } = telling;
  const { ends, least } = book.pack;
  const ranking = rankPlaces(kpi, places, least);
  const ranked = ranking.filter(({ rank }) => rank !== null);
  const few = ranking.filter(({ isFew }) => isFew).length;
  // One place between the ends takes no more room than saying that it is there.
  const isShort = ranked.length <= 2 * ends + 1;
  const best = isShort ? ranked : ranked.slice(0, ends);
  const last = isShort ? [] : ranked.slice(-ends);
  const between = ranked.length - best.length - last.length;
  return [
    {
      cells: { place: kpi.name[language], ...valueCells(telling, kpi, { sum: total, expected }) },
      heading: true,
    },
    ...best.map((one) => placeRow(telling, kpi, one)),
    ...(between > 0 ? [noteRow(t('centre.pack.between', { count: between }))] : []),
    ...last.map((one) => placeRow(telling, kpi, one)),
    ...(few > 0 ? [noteRow(t('centre.pack.few', { count: few, least }))] : []),
    ...(ranked.length === 0 && few === 0 ? [noteRow(t('centre.pack.noneRanked'))] : []),
  ];
}

function placeRow(telling: Telling, kpi: Kpi, { place, rank }: RankedPlace<PackPlace>): ReportRow {
  const label = `${rank ?? ''}. ${childLabel(telling, place.child)}`;
  return { cells: { place: label, ...valueCells(telling, kpi, place) }, indent: 1 };
}

function valueCells(
  telling: Telling,
  kpi: Kpi,
  { sum, expected }: Pick<PackPlace, 'sum' | 'expected'>,
): Record<'value' | 'counts' | 'quality', string> {
  return {
    value: wholeText(kpiCell(telling, kpi, sum)),
    counts: countsWords(telling, kpi, sum),
    quality: wholeText(qualityCell(telling, sum, expected)),
  };
}

function noteRow(words: string): ReportRow {
  return { cells: { place: words }, indent: 2 };
}
