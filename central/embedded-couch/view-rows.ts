import { collate } from './collate.js';
import { RowTree } from './row-tree.js';

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

/** Of so many changes, as a part of all rows, the tree is made anew: as when an index is built. */
const MANY = 1 / 8;
/** Groups whose reductions are kept; then it begins anew. */
const KEPT = 100_000;

/**
 * A view's rows in CouchDB's order. What a whole group was reduced to is kept until one of its rows changes, and of
 * every other range what the nodes of the tree come to: a dashboard's question costs as many steps as it has groups.
 */
export class ViewRows {
  #rows = new RowTree(order);
  readonly #reduced = new Map<string, unknown>();

  get length(): number {
    return this.#rows.length;
  }

  slice(range: Range): StoredRow[] {
    return this.#rows.slice(range);
  }

  change(removed: readonly StoredRow[], added: readonly StoredRow[]): void {
    for (const row of removed) this.#forget(row.key);
    for (const row of added) this.#forget(row.key);
    if (removed.length + added.length > this.length * MANY) {
      const gone = new Set(removed);
      const kept = this.#rows.slice({ from: 0, to: this.length }).filter((row) => !gone.has(row));
      this.#rows = new RowTree(order, merged(kept, [...added].sort(order)));
      return;
    }
    for (const row of removed) this.#rows.remove(row);
    for (const row of added) this.#rows.insert(row);
  }

  /** The first place at which the key is this one or a later one; or, with `past`, where it is a later one. */
  bound(key: unknown, past: boolean): number {
    return this.#rows.first((row) => (past ? collate(row.key, key) > 0 : collate(row.key, key) >= 0));
  }

  /** Groups of a range by the first so many places of their keys; those that the range cuts are reduced as it cuts them. */
  *groups(range: Range, level: number, reducer: Reducer): Generator<Group> {
    for (let at = range.from; at < range.to;) {
      const key = groupKey(this.#rows.at(at)?.key, level);
      const whole = this.#groupAt(at, key, level);
      const part = { from: at, to: Math.min(whole.to, range.to) };
      const isWhole = whole.from === part.from && whole.to === part.to && part.to - part.from > 1;
      const value = (): unknown => this.#rows.reduce(part, reducer);
      yield { key, value: isWhole ? this.#keep(groupText(key, level), value) : value() };
      at = part.to;
    }
  }

  #groupAt(at: number, key: unknown, level: number): Range {
    const order = (row: StoredRow): number => collate(groupKey(row.key, level), key);
    const before = at === 0 ? undefined : this.#rows.at(at - 1);
    const isFirst = !before || order(before) !== 0;
    return { from: isFirst ? at : at - 1, to: this.#rows.first((row) => order(row) > 0) };
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
  return Array.isArray(key) && key.length > level ? key.slice(0, level) : key;
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
