import t from 'tap';
import { sortTable, type TableRow } from './sorted-table.js';

const COLUMNS = [
  { key: 'place', words: 'Place' },
  { key: 'count', words: 'Count', isNumber: true },
];
const row = (place: string, count: number | null): TableRow => ({
  cells: { place: { text: place, value: place }, count: { text: String(count), value: count } },
});
const ROWS = [row('Barh', 9), row('Arrah', 100), row('Maner', null), row('Danapur', 20)];

function names(sort: string | null): string[] {
  const query = new URLSearchParams(sort === null ? {} : { sort });
  return sortTable(COLUMNS, ROWS, { query, first: 'place' }).rows.map(
    ({ cells }) => cells['place']?.text ?? '',
  );
}

t.test('rows stand in the order that is asked for, what is not known last either way', (t) => {
  t.same(names(null), ['Arrah', 'Barh', 'Danapur', 'Maner']);
  t.same(names('-count'), ['Arrah', 'Danapur', 'Barh', 'Maner']);
  t.same(names('count'), ['Barh', 'Danapur', 'Arrah', 'Maner']);
  t.throws(() => names('name'), { code: 'bad-input', fields: [{ field: 'sort' }] });
  t.end();
});

t.test('a heading turns the order round and keeps the rest of the address', (t) => {
  const query = new URLSearchParams({ by: 'facility', sort: '-count' });
  t.match(sortTable(COLUMNS, ROWS, { query, first: 'place' }).columns, [
    { key: 'place', sorted: null, href: '?by=facility&sort=place' },
    { key: 'count', sorted: 'descending', href: '?by=facility&sort=count' },
  ]);
  const other = sortTable(COLUMNS, ROWS, { query: new URLSearchParams(), first: 'place' });
  t.match(other.columns, [{ sorted: 'ascending', href: '?sort=-place' }, { href: '?sort=-count' }]);
  t.end();
});
