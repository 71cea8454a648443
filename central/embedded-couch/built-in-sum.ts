import { isObject } from './body.js';

/**
 * Bytes of Erlang's external form above which CouchDB refuses a sum that has not become half of what went into it
 * (`reduce_limit`). A node of its index holds few large values, so that hardly any such sum passes: here none does.
 */
const LARGEST_SUM = 4_906;

/** CouchDB answers 200, and puts this where the sum would be. */
export interface SumFailure {
  error: 'builtin_reduce_error';
  reason: string;
  caused_by?: unknown;
}

class NotSummed extends Error {
  constructor(readonly value: unknown) {
    super();
  }
}

/**
 * `_sum` as CouchDB adds up: numbers, lists place by place, objects field by field. What is within a lone object or list
 * it does not look at: only where two meet it is told that they are no numbers.
 */
export function builtInSum(values: Iterable<unknown>): unknown {
  let sum: unknown = 0;
  try {
    for (const value of values) sum = add(value, sum);
  } catch (error) {
    if (!(error instanceof NotSummed)) throw error;
    return {
      error: 'builtin_reduce_error',
      reason:
        'The _sum function requires that map values be numbers, lists of numbers, or objects of these. ' +
        'Objects cannot be mixed with others.',
      caused_by: error.value,
    };
  }
  const size = termSize(sum);
  if (size <= LARGEST_SUM) return sum;
  return {
    error: 'builtin_reduce_error',
    reason: `Reduce output must shrink more rapidly. Output size: ${size}`,
  };
}

function add(value: unknown, sum: unknown): unknown {
  if (typeof value === 'number' && typeof sum === 'number') return sum + value;
  if (Array.isArray(value) && (Array.isArray(sum) || typeof sum === 'number'))
    return addLists([sum].flat(), value);
  if (typeof value === 'number' && Array.isArray(sum)) return addLists(sum, [value]);
  if (!isObject(value)) throw new NotSummed(value);
  if (value['error'] === 'builtin_reduce_error') throw new NotSummed(value);
  if (sum === 0) return value;
  // CouchDB's own stumbles here, and answers 500.
  if (!isObject(sum)) throw new NotSummed(value);
  const whole = { ...sum };
  for (const [field, part] of Object.entries(value))
    whole[field] = field in sum ? add(part, sum[field]) : part;
  return whole;
}

function addLists(a: unknown[], b: unknown[]): unknown[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, place) => {
    const [one, other] = [a[place], b[place]];
    if (place >= a.length) return other;
    if (place >= b.length) return one;
    if (typeof one !== 'number' || typeof other !== 'number') throw new NotSummed(one);
    return one + other;
  });
}

/** Bytes of `erlang:external_size`, about. */
function termSize(value: unknown): number {
  if (typeof value === 'number') return Number.isInteger(value) ? (value >= 0 && value < 256 ? 2 : 5) : 9;
  if (Array.isArray(value)) return value.reduce<number>((size, item) => size + termSize(item), 6);
  if (isObject(value)) {
    return Object.entries(value).reduce(
      (size, [field, part]) => size + 7 + Buffer.byteLength(field) + termSize(part),
      8,
    );
  }
  return 5 + Buffer.byteLength(String(value));
}
