import type { ReportTable } from '../../../records/report.js';
import type { Figures } from '../../../records/reports/figure-fold.js';
import type { Kpi, KpisDefinition } from '../../../templates/report-definition.js';
import type { SectionContext } from '../section-context.js';

export function kpisSection(section: KpisDefinition, { gathered, language, t }: SectionContext): ReportTable {
  return {
    kind: 'table',
    ...(section.title && { title: section.title[language] }),
    columns: [
      { key: 'name', title: t('reports.indicator'), width: 6 },
      { key: 'numerator', title: t('reports.numerator'), align: 'right', width: 1.3 },
      { key: 'denominator', title: t('reports.denominator'), align: 'right', width: 1.3 },
      { key: 'value', title: t('reports.value'), align: 'right', width: 1.2 },
    ],
    rows: section.kpis.map((kpi) => {
      const parts = kpiParts(kpi, gathered.figures);
      return {
        cells: { name: kpi.name[language], ...parts, value: shareOf(kpi, parts) },
        figure: `${kpi.code}:numerator`,
      };
    }),
  };
}

function kpiParts({ code, denominator }: Kpi, figures: Figures) {
  return {
    numerator: figures.get(`${code}:numerator`) ?? null,
    denominator: typeof denominator === 'number' ? denominator : (figures.get(`${code}:denominator`) ?? null),
  };
}

/** To one decimal; of nothing there is no share. */
function shareOf(
  { per }: Kpi,
  { numerator, denominator }: { numerator: number | null; denominator: number | null },
): number | null {
  if (numerator === null || denominator === null || denominator === 0) return null;
  return Math.round((numerator / denominator) * per * 10) / 10;
}
