import { builtInSum, type SumFailure } from './built-in-sum.js';
import { CouchError } from './couch-error.js';
import { compileReduce } from './view-functions.js';
import type { Reducer, StoredRow } from './view-rows.js';

/** A view's reduce function; CouchDB's own by name, others compiled. */
export function reducerOf(source: string): Reducer {
  if (source.startsWith('_count')) {
    return { reduce: (rows) => rows.length, rereduce: (counts) => (counts as number[]).reduce(plus, 0) };
  }
  if (source.startsWith('_sum')) return { reduce: (rows) => builtInSum(values(rows)), rereduce: sumOfSums };
  if (source.startsWith('_stats')) return { reduce: stats, rereduce: statsOfStats };
  if (source.startsWith('_')) {
    throw new CouchError(501, 'not_implemented', `The embedded CouchDB has no ${source}.`);
  }
  const reduce = compileReduce(source);
  const pair = ({ key, id }: StoredRow): [unknown, string] => [key, id];
  // Of a cluster the parts are reduced where they lie, and what they come to once more, be it one.
  return {
    reduce: (rows) => reduce(null, [reduce(rows.map(pair), [...values(rows)], false)], true),
  };
}

function* values(rows: StoredRow[]): Generator<unknown> {
  for (const { value } of rows) yield JSON.parse(value) as unknown;
}

/** A part that could not be summed says why, and nothing can be said of the whole. */
function sumOfSums(sums: unknown[]): unknown {
  return sums.find(isSumFailure) ?? builtInSum(sums);
}

function isSumFailure(sum: unknown): sum is SumFailure {
  return (sum as Partial<SumFailure> | null)?.error === 'builtin_reduce_error';
}

interface Stats {
  sum: number;
  count: number;
  min: number;
  max: number;
  sumsqr: number;
}

function stats(rows: StoredRow[]): Stats {
  const numbers = [...values(rows)];
  if (!numbers.every((value) => typeof value === 'number')) {
    throw new CouchError(500, 'invalid_value', 'The _stats function requires that map values be numbers.');
  }
  return statsOfStats(numbers.map((n) => ({ sum: n, count: 1, min: n, max: n, sumsqr: n * n })));
}

function statsOfStats(parts: unknown[]): Stats {
  const all = parts as Stats[];
  return {
    sum: all.map(({ sum }) => sum).reduce(plus, 0),
    count: all.map(({ count }) => count).reduce(plus, 0),
    min: all.reduce((least, { min }) => Math.min(least, min), Infinity),
    max: all.reduce((most, { max }) => Math.max(most, max), -Infinity),
    sumsqr: all.map(({ sumsqr }) => sumsqr).reduce(plus, 0),
  };
}

function plus(a: number, b: number): number {
  return a + b;
}
