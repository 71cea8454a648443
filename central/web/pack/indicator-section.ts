import type { ReportRow, ReportSection } from '../../../records/report.js';
import type { Telling } from '../figures/day-cell.js';
import { NOTHING } from '../figures/figure-text.js';
import { kpiCell } from '../figures/kpi-cell.js';
import { kpiView } from '../figures/kpi-view.js';
import type { PackFigures } from './read-pack.js';
import { unbrokenUnit } from './whole-text.js';

/** The font of prints has none; the words and the value before say the same. */
const ARROW = /^[←-⇿]\s*/u;

/** Every indicator of the area with its counts, its target, and the week before. */
export function indicatorSections(telling: Telling, { total, weeks }: PackFigures): ReportSection[] {
  const { t, book, language } = telling;
  const before = weeks.at(-2)?.sum ?? null;
  const rows = book.kpis.groups.flatMap(({ title, kpis }): ReportRow[] => [
    { cells: { name: title[language] }, heading: true },
    ...kpis.map((kpi) => {
      const { name, value, target, counts, trend } = kpiView(telling, kpi, total, before);
      const was = before === null ? NOTHING : kpiCell(telling, kpi, before).text;
      return {
        cells: {
          ...{ target, counts, name: name.replace(/ %$/, '\u00a0%') },
          ...{ value: unbrokenUnit(value.text), was: unbrokenUnit(was) },
          ...{ meets: value.word ?? '', trend: trend.text.replace(ARROW, '') },
        },
      };
    }),
  ]);
  return [
    {
      kind: 'table',
      title: t('centre.pages.indicators'),
      columns: [
        { key: 'name', title: t('centre.indicator.name'), width: 3.3 },
        { key: 'value', title: t('centre.indicator.value'), align: 'right', width: 1.1 },
        { key: 'was', title: t('centre.pack.weekBefore'), align: 'right', width: 1.1 },
        { key: 'trend', title: t('centre.pack.trend'), width: 1.3 },
        { key: 'counts', title: t('centre.indicator.counts'), width: 2.2 },
        { key: 'target', title: t('centre.indicator.target'), width: 2.1 },
        { key: 'meets', title: '', width: 1.5 },
      ],
      rows,
    },
  ];
}
