import { CouchError } from './couch-error.js';
import { statsOf } from './stats-of.js';

/** What `_sum` adds up: numbers, lists place by place, objects field by field. */
type Summand = number | number[] | { [field: string]: Summand };

export interface ViewRow {
  key: unknown;
  value: unknown;
}

/** Which rows a reduced view is asked for, as `listOptions` reads it. */
export interface Grouping {
  group?: boolean;
  group_level?: number;
  skip?: number;
  limit?: number;
}

/** CouchDB's own reduce functions that PouchDB lacks, or has with less: what a group's values come to. */
export const BUILT_IN: Record<string, (values: readonly unknown[]) => unknown> = {
  _sum: (values) => values.map(summand).reduce(add),
  _stats: statsOf,
};

/** A view's rows, in their order, grouped and reduced as CouchDB does it. */
export function reduceRows(
  rows: readonly ViewRow[],
  reduce: (values: readonly unknown[]) => unknown,
  { group, group_level, skip = 0, limit }: Grouping,
): ViewRow[] {
  const groups: { key: unknown; text: string; values: unknown[] }[] = [];
  for (const row of rows) {
    const key = groupKey(row.key, group === true ? Infinity : (group_level ?? 0));
    const text = JSON.stringify(key);
    const last = groups.at(-1);
    if (last?.text === text) last.values.push(row.value);
    else groups.push({ key, text, values: [row.value] });
  }
  return groups
    .slice(skip, limit === undefined ? undefined : skip + limit)
    .map(({ key, values }) => ({ key, value: reduce(values) }));
}

function groupKey(key: unknown, level: number): unknown {
  if (level === 0) return null;
  return Array.isArray(key) ? key.slice(0, level) : key;
}

function add(a: Summand, b: Summand): Summand {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (Array.isArray(a) || Array.isArray(b)) return addLists(asList(a), asList(b));
  if (typeof a === 'number' || typeof b === 'number') throw notSummed();
  const sum = { ...a };
  for (const [field, value] of Object.entries(b)) {
    const standing = sum[field];
    sum[field] = standing === undefined ? value : add(standing, value);
  }
  return sum;
}

function addLists(a: number[], b: number[]): number[] {
  return Array.from(
    { length: Math.max(a.length, b.length) },
    (_, place) => (a[place] ?? 0) + (b[place] ?? 0),
  );
}

function asList(value: Summand): number[] {
  if (typeof value === 'number') return [value];
  if (Array.isArray(value)) return value;
  throw notSummed();
}

function summand(value: unknown): Summand {
  if (typeof value === 'number') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([field, part]) => [field, summand(part)]));
  }
  throw notSummed();
}

function notSummed(): CouchError {
  return new CouchError(
    500,
    'builtin_reduce_error',
    'The _sum function adds up numbers, lists of numbers, and objects of these; objects cannot be mixed with others.',
  );
}
