import { FacilityError } from '../../records/facility-error.js';
import { parseVisitId } from '../../records/ids.js';
import type { Trace } from '../../records/report.js';
import { readPeriod, type ReportPeriod } from '../../records/reports/report-period.js';
import type { Language } from '../../templates/locale.js';
import { figureKey, type ReportDefinition } from '../../templates/report-definition.js';
import { readFamily } from '../store/read-records.js';
import { readMovements } from '../stations/stock/read-movements.js';
import { findReport } from './find-report.js';
import { gatherFigures } from './gather-figures.js';
import type { ReportDeps } from './report-deps.js';

/**
 * The records behind one figure: `14.2.1`; one cell of a table of several columns, `5:male-under5`; an item of the
 * store; a line of the register by its visit.
 * Throws `not-found` for an unknown report or figure and `bad-input` for a wrong period.
 */
export async function traceFigure(
  id: string,
  period: string,
  figure: string,
  deps: ReportDeps,
  language: Language,
): Promise<Trace> {
  const definition = findReport(deps.definitions(), id);
  const shows = new Set(definition.sections.map(({ show }) => show));
  const { facility } = deps;
  const span = readPeriod(definition.period, period, facility.today());
  const frame = { report: id, period: span, figure };
  const name = figureNames(definition, language).get(figure);
  if (name !== undefined) return { ...frame, name, ...(await traceCount(definition, span, figure, deps)) };

  const isStock = shows.has('stock') || shows.has('stock-alerts') || shows.has('indent');
  if (isStock && facility.stock.items().includes(figure))
    return { ...frame, ...(await traceItem(figure, deps, language)) };
  if (shows.has('register') && parseVisitId(figure)) {
    const records = await readFamily(facility.databases.records, figure);
    if (records.length > 0)
      return { ...frame, name: figure, value: records.length, records: records.map(({ _id }) => _id) };
  }
  throw new FacilityError('not-found', 'The report has no such figure.', {
    hint: 'hints.figureLooks',
    params: { like: example(definition) },
    fields: [{ field: 'figure', code: 'figure-unknown' }],
  });
}

async function traceCount(
  definition: ReportDefinition,
  span: ReportPeriod,
  figure: string,
  deps: ReportDeps,
): Promise<Pick<Trace, 'value' | 'records'>> {
  const { figures, records } = await gatherFigures(deps, definition, span, { traced: [figure] });
  return { value: figures.get(figure) ?? null, records };
}

/** An item's usable balance and all movements that it is the sum of, oldest first. */
async function traceItem(
  item: string,
  { facility }: ReportDeps,
  language: Language,
): Promise<Pick<Trace, 'name' | 'value' | 'records'>> {
  const { movements } = await readMovements(facility.databases.records, facility.box, item);
  return {
    name: facility.reference.drugs.get(item)?.name[language] ?? item,
    value: facility.stock.balance(item, facility.today()),
    records: movements.reverse().map(({ _id }) => _id),
  };
}

/** What can be traced beside items and visits, by key. */
function figureNames(definition: ReportDefinition, language: Language): Map<string, string> {
  const names = new Map<string, string>();
  for (const section of definition.sections) {
    if (section.show === 'counts') {
      for (const { code, name } of section.rows) {
        for (const column of section.columns) {
          const key = figureKey(code, column);
          const suffix = key === code ? '' : `, ${column.name[language]}`;
          names.set(key, `${name[language]}${suffix}`);
        }
      }
    } else if (section.show === 'kpis') {
      for (const { code, name } of section.kpis) {
        names.set(`${code}:numerator`, name[language]);
        names.set(`${code}:denominator`, name[language]);
      }
    }
  }
  return names;
}

function example(definition: ReportDefinition): string {
  const keys = [...figureNames(definition, 'en').keys()];
  return keys.find((key) => key.includes(':')) ?? keys[0] ?? 'paracetamol-tab-500mg';
}
