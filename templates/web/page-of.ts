export interface PageOf<T> {
  shown: T[];
  /** from 1 */
  number: number;
  pages: number;
  /** addresses of its neighbours, null where there is none */
  before: string | null;
  after: string | null;
}

/** The part of many rows that `?page=2` asks for; a number beyond the last is the last. */
export function pageOf<T>(rows: readonly T[], query: URLSearchParams, most = 100): PageOf<T> {
  const pages = Math.max(1, Math.ceil(rows.length / most));
  const asked = Number(query.get('page') ?? '1');
  const number = Number.isInteger(asked) ? Math.max(1, Math.min(pages, asked)) : 1;
  const href = (to: number): string | null => {
    if (to < 1 || to > pages) return null;
    const next = new URLSearchParams(query);
    next.set('page', String(to));
    return `?${next.toString()}`;
  };
  return {
    shown: rows.slice((number - 1) * most, number * most),
    ...{ number, pages, before: href(number - 1), after: href(number + 1) },
  };
}
