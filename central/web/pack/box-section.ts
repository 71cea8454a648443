import type { ReportSection } from '../../../records/report.js';
import { alertKey } from '../../monitor/alert-key.js';
import { describeBox } from '../../monitor/describe-box.js';
import type { Telling } from '../figures/day-cell.js';
import { listedRows } from './listed-rows.js';
import { nothingThere } from './nothing-there.js';
import type { PackFigures } from './read-pack.js';

/** Boxes with an alert that nobody has seen, as the monitor knows them when the pack is printed. */
export function boxSections(telling: Telling, { boxes, boxesAt }: PackFigures): ReportSection[] {
  const { t, language, book } = telling;
  const title = t('centre.pack.boxes');
  if (boxes.length === 0) return [nothingThere(title, t('centre.pack.noBoxes'))];
  return [
    {
      kind: 'table',
      title,
      columns: [
        { key: 'name', title: t('centre.pages.boxes'), width: 3.4 },
        { key: 'state', title: t('centre.pack.state'), width: 1.6 },
        { key: 'contact', title: t('centre.pack.contact'), width: 1.6 },
        { key: 'alerts', title: t('centre.pack.alerts'), width: 3.4 },
      ],
      rows: listedRows(telling, boxes, book.pack.listed, (row) => {
        const { name, state, contact } = describeBox(row, { say: t, language, now: boxesAt });
        const alerts = row.alerts.map((alert) => t(`boxes.alert.${alertKey(row, alert)}`));
        return { ...{ name: `${name} (${row.box})`, state, contact }, alerts: alerts.join('; ') };
      }),
    },
  ];
}
