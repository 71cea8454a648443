import type { Range, Reducer, StoredRow } from './view-rows.js';

/** Rows in a leaf, or nodes in a branch; one more, and it is two. CouchDB's hold as few where values are large. */
const MOST = 16;
/** How full they are made at once, with room for what comes between. */
const FULL = 12;

interface Leaf {
  rows: StoredRow[];
  size: number;
  last: StoredRow | undefined;
  /** what its rows come to; absent: nobody has asked since they changed */
  kept?: { value: unknown };
}

interface Branch extends Omit<Leaf, 'rows'> {
  nodes: Node[];
}

type Node = Leaf | Branch;

/**
 * Rows in order, in a tree that keeps with each node what the rows below it are reduced to, as CouchDB's does: what any
 * range comes to costs as many steps as the tree is deep, and a row that changes costs the nodes above it.
 */
export class RowTree {
  #root: Node;

  /** @param rows in order */
  constructor(
    private readonly order: (a: StoredRow, b: StoredRow) => number,
    rows: readonly StoredRow[] = [],
  ) {
    let nodes: Node[] = pieces(rows).map(leafOf);
    while (nodes.length > 1) nodes = pieces(nodes).map(branchOf);
    this.#root = nodes[0] ?? leafOf([]);
  }

  get length(): number {
    return this.#root.size;
  }

  at(place: number): StoredRow | undefined {
    return this.slice({ from: place, to: place + 1 })[0];
  }

  slice(range: Range): StoredRow[] {
    const found: StoredRow[] = [];
    visit(this.#root, range, (_, rows) => found.push(...rows));
    return found;
  }

  /** The first place from which on it holds: of all rows after one for which it does, it must. */
  first(holds: (row: StoredRow) => boolean): number {
    let place = 0;
    let node = this.#root;
    while ('nodes' in node) {
      const { nodes } = node;
      const within = firstOf(nodes, ({ last }) => last !== undefined && holds(last));
      for (const before of nodes.slice(0, within)) place += before.size;
      const next = nodes[within];
      if (!next) return place;
      node = next;
    }
    return place + firstOf(node.rows, holds);
  }

  /** Behind those of the same place in the order. */
  insert(row: StoredRow): void {
    const place = this.first((other) => this.order(other, row) > 0);
    const beside = change(this.#root, place, (rows, at) => rows.splice(at, 0, row));
    if (beside) this.#root = branchOf([this.#root, beside]);
  }

  /** This very one; nothing where it is not there. */
  remove(row: StoredRow): void {
    const from = this.first((other) => this.order(other, row) >= 0);
    const same = this.slice({ from, to: this.first((other) => this.order(other, row) > 0) }).indexOf(row);
    if (same < 0) return;
    change(this.#root, from + same, (rows, at) => rows.splice(at, 1));
    while ('nodes' in this.#root && this.#root.nodes.length <= 1)
      this.#root = this.#root.nodes[0] ?? leafOf([]);
  }

  /** Always with the same reducer. One that cannot put parts together is given all rows. */
  reduce(range: Range, { reduce, rereduce }: Reducer): unknown {
    if (!rereduce) return reduce(this.slice(range));
    const whole = (node: Node): unknown => {
      node.kept ??= { value: 'rows' in node ? reduce(node.rows) : rereduce(node.nodes.map(whole)) };
      return node.kept.value;
    };
    const parts: unknown[] = [];
    visit(
      this.#root,
      range,
      (_, rows) => parts.push(reduce(rows)),
      (node) => parts.push(whole(node)),
    );
    return parts.length === 1 ? parts[0] : rereduce(parts);
  }
}

/**
 * Goes through a range in order.
 * @param whole for nodes that lie in it as they are; absent: these are gone through, too
 */
function visit(
  node: Node,
  { from, to }: Range,
  some: (leaf: Leaf, rows: StoredRow[]) => void,
  whole?: (node: Node) => void,
): void {
  if (from >= to || to <= 0 || from >= node.size) return;
  if (whole && from <= 0 && to >= node.size) whole(node);
  else if ('rows' in node) some(node, node.rows.slice(Math.max(0, from), to));
  else {
    let before = 0;
    for (const child of node.nodes) {
      visit(child, { from: from - before, to: to - before }, some, whole);
      before += child.size;
    }
  }
}

/** Changes the leaf of a place; gives the node that must stand beside this one where it has become two. */
function change(node: Node, place: number, how: (rows: StoredRow[], at: number) => void): Node | null {
  if ('rows' in node) how(node.rows, place);
  else {
    let at = 0;
    let before = 0;
    // Behind the last row is a place, too.
    for (; at < node.nodes.length - 1; at += 1) {
      const { size } = node.nodes[at] as Node;
      if (place < before + size) break;
      before += size;
    }
    const child = node.nodes[at] as Node;
    const beside = change(child, place - before, how);
    if (beside) node.nodes.splice(at + 1, 0, beside);
    if (child.size === 0) node.nodes.splice(at, 1);
  }
  const beside = split(node);
  measure(node);
  return beside;
}

function split(node: Node): Node | null {
  const half = MOST / 2;
  if ('rows' in node) return node.rows.length <= MOST ? null : leafOf(node.rows.splice(half));
  return node.nodes.length <= MOST ? null : branchOf(node.nodes.splice(half));
}

function measure(node: Node): void {
  delete node.kept;
  node.size = 'rows' in node ? node.rows.length : node.nodes.reduce((size, child) => size + child.size, 0);
  node.last = 'rows' in node ? node.rows.at(-1) : node.nodes.at(-1)?.last;
}

function leafOf(rows: StoredRow[]): Leaf {
  return { rows, size: rows.length, last: rows.at(-1) };
}

function branchOf(nodes: Node[]): Branch {
  return { nodes, size: nodes.reduce((size, child) => size + child.size, 0), last: nodes.at(-1)?.last };
}

function pieces<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / FULL) }, (_, i) => all.slice(i * FULL, (i + 1) * FULL));
}

/** Of a list in which it holds for all after the first for which it does. */
function firstOf<T>(all: readonly T[], holds: (one: T) => boolean): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(all[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
