import type { ReportSection } from '../../../records/report.js';
import type { Telling } from '../figures/day-cell.js';
import { stockByItem } from '../figures/stock-by-item.js';
import type { PlaceBook } from '../places/place-book.js';
import { listedRows } from './listed-rows.js';
import { nothingThere } from './nothing-there.js';
import type { PackFigures } from './read-pack.js';

/** What most facilities lack, and what expires soon, by item; nothing of a state, and nothing where no store was told of. */
export function stockSections(telling: Telling, { stock }: PackFigures, places: PlaceBook): ReportSection[] {
  const { t, book } = telling;
  if (stock === null || stock.known === 0) return [];
  const { known, out, expiring } = stockByItem(telling, stock, places);
  const lists = [
    { heading: t('centre.pack.out', { known }), items: out },
    { heading: t('centre.pack.expiring', { known }), items: expiring },
  ];
  return lists.map(({ heading, items }): ReportSection =>
    items.length === 0
      ? nothingThere(heading, t('centre.stock.none'))
      : {
          kind: 'table',
          title: heading,
          columns: [
            { key: 'name', title: t('centre.stock.item'), width: 2 },
            { key: 'where', title: t('centre.pack.where'), width: 2 },
          ],
          rows: listedRows(telling, items, book.pack.listed, ({ name, words }) => ({ name, where: words })),
        },
  );
}
