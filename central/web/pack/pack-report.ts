import type { Report, ReportFacts } from '../../../records/report.js';
import { isoWeek } from '../../../records/reports/report-period.js';
import { formatDay } from '../../../templates/format-day.js';
import { hasNoBoxOn, isExpectedOn } from '../../summaries/expected-from.js';
import { areaPath } from '../../area.js';
import { usualRule, type Telling } from '../figures/day-cell.js';
import { countText } from '../figures/figure-text.js';
import { trendRule } from '../figures/kpi-view.js';
import { periodWords } from '../figures/period-request.js';
import { qualityCell } from '../figures/quality-view.js';
import { levelOf, placeName } from '../places/area-request.js';
import type { PlaceBook } from '../places/place-book.js';
import { boxSections } from './box-section.js';
import { diseaseSections } from './disease-section.js';
import { indicatorSections } from './indicator-section.js';
import { qualitySections } from './quality-section.js';
import { rankingSections } from './ranking-section.js';
import type { PackFigures } from './read-pack.js';
import { silentSections } from './silent-section.js';
import { stockSections } from './stock-section.js';
import { weekSections } from './week-section.js';
import { wholeText } from './whole-text.js';

/** An area's week as a report to be printed: counts only. */
export function packReport(telling: Telling, figures: PackFigures, places: PlaceBook): Report {
  const { t } = telling;
  const { place, week } = figures;
  const { year, week: number } = isoWeek(week.from);
  const span = periodWords(telling, week);
  return {
    id: 'week-pack',
    title: t('centre.pack.title'),
    facility: `${placeName(telling, place)} · ${t(`centre.level.${levelOf(place.area)}`)}`,
    box: areaPath(place.area),
    period: {
      ...{ from: week.from, to: week.to },
      words: t('reports.week', { week: number, year: String(year), span }),
    },
    sections: [
      headFacts(telling, figures),
      ...weekSections(telling, figures),
      ...diseaseSections(telling, figures),
      ...indicatorSections(telling, figures),
      ...rankingSections(telling, figures),
      ...silentSections(telling, figures),
      ...boxSections(telling, figures),
      ...stockSections(telling, figures, places),
      ...qualitySections(telling, figures),
    ],
    notes: notesOf(telling, figures),
    room: {
      title: t('centre.pack.remarks'),
      signatures: ['prepared', 'reviewed', 'date'].map((who) => t(`centre.pack.signature.${who}`)),
    },
  };
}

function headFacts(telling: Telling, { total, expected, reported, place, week }: PackFigures): ReportFacts {
  const { t } = telling;
  const listed = place.facilities.filter(
    (one) => isExpectedOn(one, reported, week.to) || hasNoBoxOn(one, reported, week.to),
  ).length;
  const came = { reported: countText(total.days), of: countText(expected) };
  return {
    kind: 'facts',
    facts: [
      { label: t('centre.pack.cameOf'), value: t('centre.pack.came', came) },
      { label: t('centre.pack.facilities'), value: countText(listed) },
      { label: t('centre.quality.title'), value: wholeText(qualityCell(telling, total, expected)) },
      ...(week.isOver ? [] : [{ label: t('centre.pack.notOver'), value: t('centre.pack.sameDays') }]),
    ],
  };
}

function notesOf(telling: Telling, { total, expected, week, weeks }: PackFigures): string[] {
  const { t, language, book } = telling;
  const atEnd = weeks.at(-1)?.end.days ?? 0;
  return [
    ...(total.days < expected ? [t('centre.pack.note.missing', { missing: expected - total.days })] : []),
    t('centre.pack.note.stands', { day: formatDay(language, week.to), count: atEnd }),
    t('centre.pack.note.usual'),
    usualRule(telling),
    trendRule(telling),
    t('centre.pack.note.quality'),
    t('centre.pack.note.few', { least: book.pack.least }),
    t('centre.pack.note.names'),
  ];
}
