import { builtInSum } from './built-in-sum.js';
import { CouchError } from './couch-error.js';
import { compileReduce } from './view-functions.js';
import type { Reducer, StoredRow } from './view-rows.js';

/** A view's reduce function; CouchDB's own by name, others compiled. */
export function reducerOf(source: string): Reducer {
  if (source.startsWith('_count')) return { reduce: (rows) => rows.length };
  if (source.startsWith('_sum')) return { reduce: (rows) => builtInSum(values(rows)), rereduce: builtInSum };
  if (source.startsWith('_stats')) return { reduce: stats };
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

function stats(rows: StoredRow[]): unknown {
  const numbers = [...values(rows)];
  if (!numbers.every((value) => typeof value === 'number')) {
    throw new CouchError(500, 'invalid_value', 'The _stats function requires that map values be numbers.');
  }
  return {
    sum: numbers.reduce((sum, value) => sum + value, 0),
    count: numbers.length,
    min: numbers.reduce((least, value) => Math.min(least, value), Infinity),
    max: numbers.reduce((most, value) => Math.max(most, value), -Infinity),
    sumsqr: numbers.reduce((sum, value) => sum + value * value, 0),
  };
}
