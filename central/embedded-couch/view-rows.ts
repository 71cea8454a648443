import { collate } from './collate.js';

export interface StoredRow {
  key: unknown;
  id: string;
  /** JSON: a third of what the objects would take */
  value: string;
}

/** Where a range of rows begins and ends: the first place, and the one after the last. */
export interface Range {
  from: number;
  to: number;
}

/** A few changes are put in where they belong; of more all is gone through once. */
const FEW = 8;
/** Groups whose reductions are kept; then it begins anew. */
const KEPT = 100_000;

/**
 * A view's rows in CouchDB's order. What a whole group was reduced to is kept until one of its rows changes, as
 * CouchDB keeps it in the nodes of its index; so a dashboard's question costs as many steps as it has groups.
 */
export class ViewRows {
  #rows: StoredRow[] = [];
  readonly #reduced = new Map<string, unknown>();

  get length(): number {
    return this.#rows.length;
  }

  slice({ from, to }: Range): StoredRow[] {
    return this.#rows.slice(from, to);
  }

  change(removed: readonly StoredRow[], added: readonly StoredRow[]): void {
    for (const row of removed) this.#forget(row.key);
    for (const row of added) this.#forget(row.key);
    if (removed.length > FEW) {
      const gone = new Set(removed);
      this.#rows = this.#rows.filter((row) => !gone.has(row));
    } else for (const row of removed) this.#rows.splice(this.#rows.indexOf(row, this.#placeOf(row)), 1);
    if (added.length > FEW) this.#rows = merged(this.#rows, [...added].sort(order));
    else for (const row of added) this.#rows.splice(this.#placeOf(row, true), 0, row);
  }

  /** The first place at which the key is this one or a later one; or, with `past`, where it is a later one. */
  bound(key: unknown, past: boolean): number {
    return this.#search((row) => (past ? collate(row.key, key) > 0 : collate(row.key, key) >= 0));
  }

  /** Groups of a range by the first so many places of their keys; those that the range cuts are reduced as it cuts them. */
  *groups(range: Range, level: number, reducer: Reducer): Generator<Group> {
    for (let at = range.from; at < range.to;) {
      const key = groupKey(this.#rows[at]?.key, level);
      const whole = this.#groupAt(at, key, level);
      const part = { from: at, to: Math.min(whole.to, range.to) };
      const isWhole = whole.from === part.from && whole.to === part.to && part.to - part.from > 1;
      const value = (): unknown => this.#reduce(part, level, reducer);
      yield { key, value: isWhole ? this.#keep(groupText(key, level), value) : value() };
      at = part.to;
    }
  }

  /** Of many rows by way of the next smaller groups, which are kept. */
  #reduce(range: Range, level: number, { reduce, rereduce }: Reducer): unknown {
    const isDeepest = !(level < keyLength(this.#rows[range.from]?.key));
    if (!rereduce || isDeepest || range.to - range.from <= FEW) return reduce(this.slice(range));
    const values: unknown[] = [];
    for (const { value } of this.groups(range, level + 1, { reduce, rereduce })) values.push(value);
    return rereduce(values);
  }

  #groupAt(at: number, key: unknown, level: number): Range {
    const order = (row: StoredRow): number => collate(groupKey(row.key, level), key);
    const isFirst = at === 0 || order(this.#rows[at - 1] as StoredRow) !== 0;
    return { from: isFirst ? at : at - 1, to: this.#search((row) => order(row) > 0, at) };
  }

  #keep(text: string, reduce: () => unknown): unknown {
    if (this.#reduced.has(text)) return this.#reduced.get(text);
    if (this.#reduced.size >= KEPT) this.#reduced.clear();
    const value = reduce();
    this.#reduced.set(text, value);
    return value;
  }

  #forget(key: unknown): void {
    for (let level = 0; level <= keyLength(key); level += 1)
      this.#reduced.delete(groupText(groupKey(key, level), level));
    this.#reduced.delete(groupText(key, Infinity));
  }

  #placeOf(row: StoredRow, past = false): number {
    return this.#search((other) => (past ? order(other, row) > 0 : order(other, row) >= 0));
  }

  /** The first place from which on it holds. */
  #search(holds: (row: StoredRow) => boolean, from = 0): number {
    let [low, high] = [from, this.#rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#rows[middle] as StoredRow)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Over the same rows always the same one: a view has one reduce function. */
export interface Reducer {
  reduce: (rows: StoredRow[]) => unknown;
  /** of what parts of the rows came to; absent: it can only be made from rows */
  rereduce?: (values: unknown[]) => unknown;
}

export interface Group {
  key: unknown;
  value: unknown;
}

function keyLength(key: unknown): number {
  return Array.isArray(key) ? key.length : 1;
}

function groupKey(key: unknown, level: number): unknown {
  if (level === 0) return null;
  return Array.isArray(key) ? key.slice(0, level) : key;
}

/** Text that collates as equal is one group. Where the key is not longer than asked for, the group is of that key alone. */
function groupText(key: unknown, level: number): string {
  if (level === 0) return '';
  const isWhole = !Array.isArray(key) || key.length < level;
  return `${isWhole ? '=' : level} ${JSON.stringify(key).normalize()}`;
}

/** By key, then by the bytes of the id. */
function order(a: StoredRow, b: StoredRow): number {
  return collate(a.key, b.key) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function merged(rows: readonly StoredRow[], added: readonly StoredRow[]): StoredRow[] {
  const all: StoredRow[] = [];
  let next = 0;
  for (const row of rows) {
    for (let other = added[next]; other && order(other, row) < 0; other = added[next]) {
      all.push(other);
      next += 1;
    }
    all.push(row);
  }
  return [...all, ...added.slice(next)];
}
