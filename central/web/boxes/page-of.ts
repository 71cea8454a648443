import { linkWith } from '../figures/link-with.js';

export interface PageOf<T> {
  shown: T[];
  /** from 1 */
  number: number;
  pages: number;
  /** addresses of its neighbours, null where there is none */
  before: string | null;
  after: string | null;
}

const ROWS = 100;

/** The part of many rows that `?page=2` asks for; a number beyond the last is the last. */
export function pageOf<T>(rows: readonly T[], query: URLSearchParams): PageOf<T> {
  const pages = Math.max(1, Math.ceil(rows.length / ROWS));
  const asked = Number(query.get('page') ?? '1');
  const number = Number.isInteger(asked) ? Math.max(1, Math.min(pages, asked)) : 1;
  const href = (to: number): string | null =>
    to < 1 || to > pages ? null : linkWith(query, { page: String(to) });
  return {
    shown: rows.slice((number - 1) * ROWS, number * ROWS),
    ...{ number, pages, before: href(number - 1), after: href(number + 1) },
  };
}
