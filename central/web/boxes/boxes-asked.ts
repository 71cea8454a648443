import type { BoxRow } from '../../monitor/box-row.js';
import { BOX_FILTERS, isShown, readFilter } from '../../monitor/order-boxes.js';
import type { Telling } from '../../monitor/describe-box.js';
import { linkWith } from '../figures/link-with.js';

/** Of the viewer's boxes those that an address asks for, by `show` and `q`; on the table and on the map alike. */
export interface BoxesAsked {
  rows: BoxRow[];
  q: string;
  filters: { words: string; count: number; href: string; current: boolean }[];
  clearHref: string;
  /** what else stands in the address: a search keeps it */
  keep: [name: string, value: string][];
}

const LONGEST = 60;

/** Throws `bad-input` for a state that there is not. */
export function boxesAsked(
  mine: readonly BoxRow[],
  query: URLSearchParams,
  { say }: Pick<Telling, 'say'>,
): BoxesAsked {
  const filter = readFilter(query.get('show') ?? 'all', 'show');
  const q = (query.get('q') ?? '').trim().slice(0, LONGEST);
  const found = mine.filter((row) => matches(row, q));
  // A search that finds nothing is none: the numbers are those of all boxes, and their links leave it behind.
  const counted = found.length > 0 ? found : mine;
  const left = found.length > 0 ? {} : { q: null };
  return {
    ...{ rows: found.filter((row) => isShown(row, filter)), q },
    filters: BOX_FILTERS.map((name) => ({
      words: say(`boxes.filter.${name}`),
      count: counted.filter((row) => isShown(row, name)).length,
      href: linkWith(query, { ...left, page: null, show: name === 'all' ? null : name }),
      current: name === filter,
    })),
    clearHref: linkWith(query, { page: null, q: null }),
    keep: [...query].filter(([name]) => name !== 'q' && name !== 'page'),
  };
}

function matches({ box, name, placeNames }: BoxRow, q: string): boolean {
  const words = q.toLocaleLowerCase('hi');
  const texts = [box, ...[name, ...placeNames].flatMap(({ hi, en }) => [hi, en])];
  return texts.some((text) => text.toLocaleLowerCase('hi').includes(words));
}
