import type { ReportRow, ReportTable } from '../../../records/report.js';
import { figureKey, type CountsDefinition } from '../../../templates/report-definition.js';
import type { SectionContext } from '../section-context.js';

export function countsSection(
  section: CountsDefinition,
  { gathered, language, t }: SectionContext,
): ReportTable {
  const { rows, columns, groups, codes } = section;
  const shown: ReportRow[] = [];
  let group: string | undefined;
  for (const { code, name } of rows) {
    const heading = groups.find((one) => code === one.code || code.startsWith(`${one.code}.`));
    if (heading && heading.code !== group) {
      shown.push({ cells: { name: heading.name[language] }, heading: true });
      group = heading.code;
    }
    const cells: ReportRow['cells'] = { name: name[language] };
    if (codes) cells['code'] = code;
    for (const column of columns) {
      cells[column.key] = gathered.figures.get(figureKey(code, column)) ?? null;
    }
    const indent = groups.length > 0 ? Math.max(0, code.split('.').length - 2) : 0;
    shown.push({ cells, figure: code, ...(indent > 0 ? { indent } : {}) });
  }
  return {
    kind: 'table',
    ...(section.title && { title: section.title[language] }),
    columns: [
      ...(codes ? [{ key: 'code', title: t('reports.code'), width: 1.2 }] : []),
      { key: 'name', title: t('reports.item'), width: columns.length > 2 ? 5 : 7 },
      ...columns.map(({ key, name }) => ({
        key,
        title: name[language],
        align: 'right' as const,
        width: 1.2,
      })),
    ],
    rows: shown,
  };
}
