import { CouchError } from './couch-error.js';

/** CouchDB's `_stats` of a view's values: numbers only here, as ours are. */
export function statsOf(
  values: readonly unknown[],
): Record<'sum' | 'count' | 'min' | 'max' | 'sumsqr', number> {
  const stats = { sum: 0, count: values.length, min: Infinity, max: -Infinity, sumsqr: 0 };
  for (const value of values) {
    if (typeof value !== 'number') throw notCounted(value);
    stats.sum += value;
    stats.min = Math.min(stats.min, value);
    stats.max = Math.max(stats.max, value);
    stats.sumsqr += value * value;
  }
  return stats;
}

function notCounted(value: unknown): CouchError {
  return new CouchError(
    500,
    'builtin_reduce_error',
    `The _stats function requires that map values be numbers or arrays of numbers, not '${JSON.stringify(value)}'`,
  );
}
