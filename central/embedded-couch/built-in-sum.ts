/** What `_sum` adds up: numbers, lists place by place, objects field by field. */
type Summand = number | Summand[] | { [field: string]: Summand };

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

/** `_sum` as CouchDB adds up. */
export function builtInSum(values: Iterable<unknown>): Summand | SumFailure {
  let sum: Summand = 0;
  let isFirst = true;
  try {
    for (const value of values) {
      const next = summand(value);
      sum = isFirst ? next : add(sum, next);
      isFirst = false;
    }
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

function add(a: Summand, b: Summand): Summand {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (Array.isArray(a) || Array.isArray(b)) return addLists(asList(a), asList(b));
  if (typeof a === 'number' || typeof b === 'number') throw new NotSummed(b);
  const sum = { ...a };
  for (const [field, value] of Object.entries(b)) {
    const standing = sum[field];
    sum[field] = standing === undefined ? value : add(standing, value);
  }
  return sum;
}

function addLists(a: Summand[], b: Summand[]): Summand[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, place) =>
    add(a[place] ?? 0, b[place] ?? 0),
  );
}

function asList(value: Summand): Summand[] {
  if (typeof value === 'number') return [value];
  if (Array.isArray(value)) return value;
  throw new NotSummed(value);
}

function summand(value: unknown): Summand {
  if (typeof value === 'number') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([field, part]) => [field, summand(part)]));
  }
  throw new NotSummed(value);
}

/** Bytes of `erlang:external_size`, about. */
function termSize(value: Summand): number {
  if (typeof value === 'number') return Number.isInteger(value) ? (value >= 0 && value < 256 ? 2 : 5) : 9;
  if (Array.isArray(value)) return value.reduce<number>((size, item) => size + termSize(item), 6);
  return Object.entries(value).reduce(
    (size, [field, part]) => size + 7 + Buffer.byteLength(field) + termSize(part),
    8,
  );
}
