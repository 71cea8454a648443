/** CouchDB orders a view's text by ICU's root collation: `a` < `A` < `b`, and punctuation, whatever its code, before digits. */
const TEXT = new Intl.Collator('en');

/** Order of a view's keys: null, false, true, numbers, text, lists, objects. Not that of ids, which goes by bytes. */
export function collate(a: unknown, b: unknown): number {
  if (a === b) return 0;
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === 'number') return a - (b as number);
  if (typeof a === 'string') return TEXT.compare(a, b as string);
  if (Array.isArray(a)) return collateLists(a, b as unknown[]);
  return a === null ? 0 : collateLists(membersOf(a as object), membersOf(b as object));
}

/** Whichever has a smaller item first; the shorter where it is the other's beginning. */
function collateLists(a: readonly unknown[], b: readonly unknown[]): number {
  const both = Math.min(a.length, b.length);
  for (let place = 0; place < both; place += 1) {
    const order = collate(a[place], b[place]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** An object's fields and values in the order in which they were written. */
function membersOf(object: object): unknown[] {
  return Object.entries(object).flat();
}

function rankOf(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === 'boolean') return value ? 2 : 1;
  if (typeof value === 'number') return 3;
  if (typeof value === 'string') return 4;
  return Array.isArray(value) ? 5 : 6;
}
