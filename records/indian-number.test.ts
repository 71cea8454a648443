import t from 'tap';
import { indianNumber } from './indian-number.js';

t.test('a count is grouped as people in India read it', (t) => {
  const table: [number, string][] = [
    [0, '0'],
    [999, '999'],
    [4216, '4,216'],
    [-1250, '-1,250'],
    [123456, '1,23,456'],
    [12345678, '1,23,45,678'],
    [1234.56, '1,235'],
  ];
  for (const [value, text] of table) t.equal(indianNumber(value), text);
  t.equal(indianNumber(1234.567, 2), '1,234.57');
  t.equal(indianNumber(4216, 2), '4,216', 'no more decimals than there are');
  t.end();
});
