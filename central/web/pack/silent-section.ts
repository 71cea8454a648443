import { placeNamesOf } from '../../../records/listed-facility.js';
import type { ReportSection } from '../../../records/report.js';
import { formatDay } from '../../../templates/format-day.js';
import type { Telling } from '../figures/day-cell.js';
import { countText, NOTHING } from '../figures/figure-text.js';
import { silentFacilities } from '../figures/silent-facilities.js';
import { facilityLabel } from './facility-label.js';
import { listedRows } from './listed-rows.js';
import { nothingThere } from './nothing-there.js';
import type { PackFigures } from './read-pack.js';

/** Facilities that had not reported the week's last day, those silent longest first. */
export function silentSections(telling: Telling, { place, reported, week }: PackFigures): ReportSection[] {
  const { t, language, book } = telling;
  const title = t('centre.pack.silent', { day: formatDay(language, week.to) });
  const silent = silentFacilities(place.facilities, reported, week.to);
  if (silent.length === 0) return [nothingThere(title, t('centre.today.noneSilent'))];
  return [
    {
      kind: 'table',
      title,
      columns: [
        { key: 'name', title: t('centre.level.facility'), width: 3.6 },
        { key: 'place', title: t('centre.pack.place'), width: 2.4 },
        { key: 'last', title: t('centre.pack.lastReport'), width: 1.6 },
        { key: 'days', title: t('centre.pack.daysSilent'), align: 'right', width: 1 },
      ],
      rows: listedRows(telling, silent, book.pack.listed, ({ facility, last, days }) => ({
        name: facilityLabel(language, facility),
        place: placeNamesOf(facility, language).join(', '),
        last: last === null ? t('centre.today.neverReported') : formatDay(language, last),
        days: days === null ? NOTHING : countText(days),
      })),
    },
  ];
}
