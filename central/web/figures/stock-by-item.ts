import type { AreaStock } from '../../summaries/read-stock.js';
import type { PlaceBook } from '../places/place-book.js';
import type { Cell } from '../table/sorted-table.js';
import { facilityCell } from './child-cells.js';
import type { Telling } from './day-cell.js';
import { countText } from './figure-text.js';

export interface ItemView {
  name: string;
  /** "in 4 facilities", or how many units there */
  words: string;
  facilities: Cell[];
}

export interface StockByItem {
  known: number;
  out: ItemView[];
  expiring: ItemView[];
}

/** Items that most facilities lack first, each with those facilities: who could help whom. */
export function stockByItem(
  telling: Telling,
  { known, out, expiring }: AreaStock,
  places: PlaceBook,
): StockByItem {
  const { t, book, language } = telling;
  const cells = (codes: readonly string[]): Cell[] =>
    codes.map((code) => {
      const facility = places.facility(code);
      return facility ? facilityCell(telling, facility) : { text: code, value: code };
    });
  const most = (a: ItemView, b: ItemView): number =>
    b.facilities.length - a.facilities.length || a.name.localeCompare(b.name, language);
  return {
    known,
    out: [...out]
      .map(([item, codes]) => ({
        name: book.itemName(item)[language],
        words: t('centre.stock.inFacilities', { count: codes.length }),
        facilities: cells(codes),
      }))
      .sort(most),
    expiring: [...expiring]
      .map(([item, { units, facilities }]) => ({
        name: book.itemName(item)[language],
        words: t('centre.stock.unitsIn', { units: countText(units), count: facilities.length }),
        facilities: cells(facilities),
      }))
      .sort(most),
  };
}
