import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { csvLine } from '../../../records/csv.js';
import { isoDate } from '../../../records/day.js';
import { kpiValue, type Kpi } from '../../../records/summary/kpi.js';
import { qualityScore } from '../../../records/summary/quality-score.js';
import { sumSummaries, type SummarySum } from '../../../records/summary/sum-summaries.js';
import { areaPath, type Area } from '../../area.js';
import type { Period } from '../../summaries/read-area.js';
import { levelOf, readAreaHead } from '../places/area-request.js';
import { webFrameOf } from '../web-frame.js';
import { childAsked, childCell } from './child-cells.js';
import { queryOf } from './day-request.js';
import type { Telling } from './day-cell.js';
import { expectedDays } from './expected-days.js';
import { periodAsked } from './period-request.js';
import { childrenOf, readChildren } from './read-children.js';
import { readIndicators } from './read-indicators.js';
import { tellingOf } from './telling-of.js';

/** What the columns are called under `centre.csv`. */
const COLUMNS = [
  'code',
  'place',
  'level',
  'from',
  'to',
  'indicator',
  'name',
  'value',
  'unit',
  'numerator',
  'denominator',
  'target',
  'meets',
  'quality',
] as const;

/** Spreadsheets take a file for UTF-8 by this. */
const BYTE_ORDER_MARK = '\ufeff';

/** All indicators of an area and of each of its children over a period, one line each. */
export async function sendIndicatorsCsv(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { place, name } = await readAreaHead(request, 'indicators');
  const telling = tellingOf(request);
  const period = periodAsked(request);
  const by = childAsked(queryOf(request), place);
  const frame = webFrameOf(request);
  const [{ total, reported, expected }, sums] = await Promise.all([
    readIndicators(frame, place, period),
    readChildren(frame.couch, place, period, by),
  ]);
  // So that nobody adds the whole to its parts.
  const levelWords = (area: Area): string => telling.t(`centre.level.${levelOf(area)}`);
  const children = childrenOf(place, by, period.from).map((child) => ({
    code: child.place ? areaPath(child.place.area) : child.code,
    name: childCell(telling, child).text,
    level: child.place ? levelWords(child.place.area) : telling.t('centre.villages.facility'),
    sum: sums.get(child.code) ?? sumSummaries([]),
    expected: expectedDays(child.facilities, reported, period),
  }));
  const lines = [
    { code: areaPath(place.area), name, level: levelWords(place.area), sum: total, expected },
    ...children,
  ].flatMap((one) => linesOf(telling, one, period));
  const head = csvLine(COLUMNS.map((column) => telling.t(`centre.csv.${column}`)));
  const file = `nadi-${areaPath(place.area).replaceAll('/', '-')}-${isoDate(period.from)}-${isoDate(period.to)}.csv`;
  return h
    .response(BYTE_ORDER_MARK + [head, ...lines].join(''))
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${file}"`);
}

interface Line {
  code: string;
  name: string;
  /** "district", in words */
  level: string;
  sum: SummarySum;
  expected: number;
}

function linesOf(
  { t, language, book }: Telling,
  { code, name, level, sum, expected }: Line,
  { from, to }: Period,
): string[] {
  const { score } = qualityScore(book.kpis.quality.parts, sum, expected);
  return book.kpis.groups
    .flatMap(({ kpis }) => kpis)
    .map((kpi: Kpi) => {
      const { value, numerator, denominator, meets } = kpiValue(kpi, sum);
      return csvLine([
        ...[code, name, level, isoDate(from), isoDate(to), kpi.code, kpi.name[language]],
        ...[rounded(value), t(`centre.unitName.${kpi.unit}`), numerator, denominator, kpi.target ?? ''],
        ...[meets === null ? '' : t(`common.${meets ? 'yes' : 'no'}`), rounded(score)],
      ]);
    });
}

/** As much as anybody reads; the counts beside it are exact. */
function rounded(value: number | null): number | '' {
  return value === null ? '' : Math.round(value * 100) / 100;
}
