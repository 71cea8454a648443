import { FacilityError } from '../../records/facility-error.js';
import type { Trace } from '../../records/report.js';
import { readPeriod } from '../../records/reports/report-period.js';
import type { Language } from '../../templates/locale.js';
import { figureKey, type ReportDefinition } from '../../templates/report-definition.js';
import { findReport } from './find-report.js';
import { gatherFigures } from './gather-figures.js';
import type { ReportDeps } from './report-deps.js';

/**
 * The records behind one figure: `14.2.1`, or one cell of a table of several columns, `5:male-under5`.
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
  const name = figureNames(definition, language).get(figure);
  if (name === undefined) {
    throw new FacilityError('not-found', 'The report has no such figure.', {
      hint: `Figures stand in the report's first column, cells are written like ${example(definition)}.`,
      fields: [{ field: 'figure', code: 'figure-unknown' }],
    });
  }
  const span = readPeriod(definition.period, period, deps.facility.today());
  const { figures, records } = await gatherFigures(deps, definition, span, [figure]);
  return { report: id, period: span, figure, name, value: figures.get(figure) ?? null, records };
}

/** What can be traced, by key. */
export function figureNames(definition: ReportDefinition, language: Language): Map<string, string> {
  const names = new Map<string, string>();
  for (const section of definition.sections) {
    if (section.show === 'counts') {
      for (const { code, name } of section.rows) {
        for (const column of section.columns) {
          const suffix = column.where ? `, ${column.name[language]}` : '';
          names.set(figureKey(code, column), `${name[language]}${suffix}`);
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
  return keys.find((key) => key.includes(':')) ?? keys[0] ?? '14.2.1';
}
