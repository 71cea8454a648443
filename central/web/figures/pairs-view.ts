import type { Day } from '../../../records/day.js';
import { isOpenOn } from '../../../records/listed-facility.js';
import { REFERRAL_SEEN, medianWait, waitScale } from '../../../records/summary/wait-histogram.js';
import { areaPath } from '../../area.js';
import type { PairCounts } from '../../summaries/read-pairs.js';
import { areaHref, placeName } from '../places/area-request.js';
import type { Place, PlaceBook } from '../places/place-book.js';
import type { Cell, Column, TableRow } from '../table/sorted-table.js';
import { facilityCell } from './child-cells.js';
import type { Telling } from './day-cell.js';
import { countText, kpiText, NOTHING } from './figure-text.js';

/** Who is asked for pairs: a state is told by its districts, all else by the facilities that had not closed by `from`. */
export function pairEnds({ area, children, facilities }: Place, from: Day): string[] {
  if (area.district === undefined) return children.map((child) => areaPath(child.area));
  return facilities.filter((facility) => isOpenOn(facility, from)).map(({ code }) => code);
}

export function pairColumns({ t }: Telling): Column[] {
  const columns = ['sent', 'accepted', 'returned', 'open', 'days'];
  return [
    ...['from', 'to'].map((key) => ({ key, words: t(`centre.pairs.${key}`) })),
    ...columns.map((key) => ({ key, words: t(`centre.pairs.${key}`), isNumber: true })),
  ];
}

export function pairRow(telling: Telling, book: PlaceBook, pair: PairCounts, onward: string): TableRow {
  const { from, to, sent, accepted, returned, open, seen } = pair;
  const days = medianWait(seen, waitScale(REFERRAL_SEEN));
  const [count = 0] = seen;
  return {
    cells: {
      ...{ from: endCell(telling, book, from, onward), to: endCell(telling, book, to, onward) },
      ...{ sent: countCell(sent), accepted: countCell(accepted), returned: countCell(returned) },
      open: open === null ? { text: NOTHING, value: null } : countCell(open),
      days: {
        ...{ text: kpiText(telling.t, { unit: 'days' }, days), value: days },
        ...(count > 0 && { note: telling.t('centre.pairs.ofSeen', { count: countText(count) }) }),
      },
    },
  };
}

function endCell(telling: Telling, book: PlaceBook, end: string, onward: string): Cell {
  const [state = '', district] = end.split('/');
  const place = district === undefined ? null : book.find({ state, district });
  if (place) {
    const name = placeName(telling, place);
    return { text: name, value: name, href: areaHref('referrals', place.area) + onward };
  }
  const facility = book.facility(end);
  return facility ? facilityCell(telling, facility) : { text: end, value: end };
}

function countCell(value: number): Cell {
  return { text: countText(value), value };
}
