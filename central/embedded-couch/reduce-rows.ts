import { builtInSum } from './built-in-sum.js';
import { CouchError } from './couch-error.js';
import { compileReduce } from './view-functions.js';
import type { StoredRow } from './view-rows.js';

export type ReduceRows = (rows: StoredRow[]) => unknown;

/** A view's reduce function over the rows of one group; CouchDB's own by name, others compiled. */
export function reduceRows(source: string): ReduceRows {
  if (source.startsWith('_count')) return (rows) => rows.length;
  if (source.startsWith('_sum')) return (rows) => builtInSum(values(rows));
  if (source.startsWith('_stats')) return stats;
  if (source.startsWith('_'))
    throw new CouchError(501, 'not_implemented', `The embedded CouchDB has no ${source}.`);
  const reduce = compileReduce(source);
  return (rows) =>
    reduce(
      rows.map(({ key, id }) => [key, id]),
      [...values(rows)],
      false,
    );
}

function* values(rows: StoredRow[]): Generator<unknown> {
  for (const { value } of rows) yield JSON.parse(value) as unknown;
}

function stats(rows: StoredRow[]): unknown {
  const numbers = [...values(rows)];
  if (!numbers.every((value) => typeof value === 'number')) {
    return {
      error: 'builtin_reduce_error',
      reason: 'The _stats function requires that map values be numbers.',
    };
  }
  return {
    sum: numbers.reduce((sum, value) => sum + value, 0),
    count: numbers.length,
    min: numbers.reduce((least, value) => Math.min(least, value), Infinity),
    max: numbers.reduce((most, value) => Math.max(most, value), -Infinity),
    sumsqr: numbers.reduce((sum, value) => sum + value * value, 0),
  };
}
