import type { ReportSection } from '../../../records/report.js';
import type { Telling } from '../figures/day-cell.js';
import { diseaseViews } from '../figures/today-view.js';
import { nothingThere } from './nothing-there.js';
import type { PackFigures } from './read-pack.js';
import { listedRows } from './listed-rows.js';

/** Diseases of the last seven days beside the weeks before; those that rise first. */
export function diseaseSections(telling: Telling, { days, rising, week }: PackFigures): ReportSection[] {
  const { t, book } = telling;
  const title = t('centre.today.diseases');
  const views = diseaseViews(telling, { days, rising }, week.to);
  if (views === null) return [nothingThere(title, t('centre.noReport'), false)];
  if (views.length === 0) return [nothingThere(title, t('centre.today.noDiseases'))];
  return [
    {
      kind: 'table',
      title,
      columns: [
        { key: 'name', title: t('centre.today.disease'), width: 4 },
        { key: 'now', title: t('centre.today.cases'), align: 'right', width: 1 },
        { key: 'usual', title: t('centre.today.casesUsual'), align: 'right', width: 1.4 },
        { key: 'mark', title: '', width: 3 },
      ],
      rows: listedRows(telling, views, book.pack.listed, ({ name, now, usual, rises, places }) => ({
        ...{ name, now, usual },
        mark: [...(rises ? [t('centre.today.rises')] : []), ...places.map(({ words }) => words)].join(', '),
      })),
    },
  ];
}
