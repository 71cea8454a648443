import { FacilityError } from '../../../records/facility-error.js';

export type Tone = 'good' | 'warn' | 'bad';

export interface Cell {
  text: string;
  /** what it is sorted by; null: nothing to say, always last */
  value: number | string | null;
  /** under the text, small */
  note?: string;
  /** coloured, and never by colour alone: `text` or `word` says the same */
  tone?: Tone;
  word?: string;
  href?: string;
}

export interface Column {
  key: string;
  words: string;
  isNumber?: boolean;
  /** of which the least comes first: a rank */
  leastFirst?: boolean;
  /** how its orders are called where up and down say nothing */
  order?: { ascending: string; descending: string };
}

export interface TableRow {
  cells: Record<string, Cell>;
}

export interface SortedTable {
  columns: (Column & { href: string; sorted: 'ascending' | 'descending' | null })[];
  rows: TableRow[];
}

/**
 * A table in the order that its address asks for by `sort=key` or `sort=-key`: numbers from the largest first, so that
 * one press shows what stands out. Throws `bad-input` for a column that it does not have.
 * @param query of the address, kept in the links
 * @param parameter of the second table of a page
 */
export function sortTable(
  columns: readonly Column[],
  rows: readonly TableRow[],
  { query, first, parameter = 'sort' }: { query: URLSearchParams; first: string; parameter?: string },
): SortedTable {
  const asked = query.get(parameter) ?? first;
  const key = asked.replace(/^-/, '');
  if (!columns.some((column) => column.key === key)) {
    throw new FacilityError('bad-input', `There is no column ${key}`, {
      fields: [{ field: parameter, code: 'unknownChoice' }],
    });
  }
  const down = asked.startsWith('-');
  return {
    columns: columns.map((column) => {
      const others = new URLSearchParams(query);
      const isSorted = column.key === key;
      const goesDown = isSorted ? !down : column.isNumber === true && column.leastFirst !== true;
      others.set(parameter, (goesDown ? '-' : '') + column.key);
      return {
        ...column,
        href: `?${others.toString()}`,
        sorted: !isSorted ? null : down ? 'descending' : 'ascending',
      };
    }),
    rows: [...rows].sort((a, b) => compare(a.cells[key], b.cells[key], down)),
  };
}

function compare(a: Cell | undefined, b: Cell | undefined, down: boolean): number {
  const [x, y] = [a?.value ?? null, b?.value ?? null];
  if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0);
  const order =
    typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), 'hi');
  return down ? -order : order;
}
