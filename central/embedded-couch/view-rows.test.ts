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

const drop = fc.record({ at: fc.nat(), n: fc.nat(9), key, level: fc.constantFrom(0, 1, 2, Infinity) });

t.test('among many rows each that comes or goes leaves all sums right, of parts of groups, too', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(key, fc.nat(9)), { minLength: 200, maxLength: 700 }),
      fc.array(drop),
      (many, drops) => {
        const rows = new ViewRows();
        let standing = many.map(([key, n], i): StoredRow => ({ key, id: `d${i}`, value: String(n) }));
        rows.change([], standing);
        for (const [i, { at, n, key, level }] of drops.entries()) {
          const gone = standing[at % standing.length];
          const added = { key, id: `e${i}`, value: String(n) };
          rows.change(gone && n % 3 > 0 ? [gone] : [], n % 3 < 2 ? [added] : []);
          standing = rows.slice(whole(rows));
          const range = piece(rows, [at, n * 97]);
          if (!same([...rows.groups(range, level, SUM)], folded(rows.slice(range), level))) return false;
        }
        return isSorted(rows);
      },
    ),
    { numRuns: 40 },
  );
  t.end();
});

t.test('a row that changes costs the sums above it, not its whole group', (t) => {
  const rows = new ViewRows();
  const standing = Array.from({ length: 5_000 }, (_, i): StoredRow => ({
    ...{ key: ['1', '2'], id: String(10_000 + i), value: '1' },
  }));
  rows.change([], standing);
  let added = 0;
  const counting = {
    reduce: (some: StoredRow[]) => ((added += some.length), sum(some)),
    rereduce: (parts: unknown[]) => ((added += parts.length), SUM.rereduce(parts)),
  };
  const first = [...rows.groups(whole(rows), 1, counting)];
  t.match(first, [{ value: 5_000 }]);
  const before = standing[2_500] as StoredRow;
  added = 0;
  rows.change([before], [{ ...before, value: '3' }]);
  t.match([...rows.groups(whole(rows), 1, counting)], [{ value: 5_002 }]);
  t.ok(added < 100, `${added} added up again of 5,000`);
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
