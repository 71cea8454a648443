import fc from 'fast-check';
import t from 'tap';
import { collate } from './collate.js';
import { ViewRows, type StoredRow } from './view-rows.js';

const part = fc.constantFrom<unknown>('1', '2', '\u0958', '\u0915\u093c', null, 3);
const key = fc.oneof(fc.array(part, { maxLength: 3 }), part);
const step = fc.record({
  add: fc.array(fc.record({ key, id: fc.constantFrom('a', 'b', 'c'), n: fc.nat(9) }), { maxLength: 14 }),
  remove: fc.array(fc.nat(), { maxLength: 12 }),
  level: fc.constantFrom(0, 1, 2, 3, 4, Infinity),
  range: fc.tuple(fc.nat(), fc.nat()),
});

const SUM = {
  reduce: sum,
  rereduce: (values: unknown[]) => values.reduce<number>((total, value) => total + Number(value), 0),
};

t.test('whatever comes and goes between, a group’s sum is that of its rows', (t) => {
  let runs = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      runs += 1;
      const rows = new ViewRows();
      let standing: StoredRow[] = [];
      for (const { add, remove, level, range } of steps) {
        const gone = standing.filter((_, i) => remove.some((n) => n % standing.length === i));
        const added = add.map(({ key, id, n }) => ({ key, id, value: String(n) }));
        rows.change(gone, added);
        standing = [...standing.filter((row) => !gone.includes(row)), ...added];
        for (const { from, to } of [whole(rows), piece(rows, range)]) {
          const groups = [...rows.groups({ from, to }, level, SUM)];
          if (!same(groups, folded(rows.slice({ from, to }), level))) return false;
        }
        if (sum(rows.slice(whole(rows))) !== sum(standing) || !isSorted(rows)) return false;
      }
      return true;
    }),
  );
  t.ok(runs >= 100, `in ${runs} ways`);
  t.end();
});

function whole(rows: ViewRows): { from: number; to: number } {
  return { from: 0, to: rows.length };
}

function piece(rows: ViewRows, [a, b]: [number, number]): { from: number; to: number } {
  const [from = 0, to = 0] = [a % (rows.length + 1), b % (rows.length + 1)].sort((x, y) => x - y);
  return { from, to };
}

function sum(rows: StoredRow[]): number {
  return rows.reduce((total, { value }) => total + Number(value), 0);
}

/** Row by row, as nobody would do it with many. */
function folded(rows: StoredRow[], level: number): { key: unknown; value: number }[] {
  const groups: { key: unknown; value: number }[] = [];
  for (const { key, value } of rows) {
    const group = level === 0 ? null : Array.isArray(key) ? key.slice(0, level) : key;
    const last = groups.at(-1);
    if (last && collate(last.key, group) === 0) last.value += Number(value);
    else groups.push({ key: group, value: Number(value) });
  }
  return groups;
}

function same(a: { key: unknown; value: unknown }[], b: { key: unknown; value: number }[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ key, value }, i) => collate(key, b[i]?.key) === 0 && value === b[i]?.value)
  );
}

function isSorted(rows: ViewRows): boolean {
  const all = rows.slice(whole(rows));
  return all.every(({ key }, i) => i === 0 || collate(all[i - 1]?.key, key) <= 0);
}
