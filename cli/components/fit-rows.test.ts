import t from 'tap';
import { displayWidth } from './display-width.js';
import { fitRows, wrapRow } from './fit-rows.js';
import type { Piece } from './row.js';

const text = (rows: readonly Piece[][]): string[] =>
  rows.map((row) =>
    row
      .map((piece) => piece.text)
      .join('')
      .trimEnd(),
  );

t.test('what is too wide goes on below where it began, whole and in Hindi too', async (t) => {
  const advice = ' → जो पहली जगह तैयार मिले, वहीं बैकअप जाता है। पेन ड्राइव अपने आप मिलती है।';
  const rows = text(wrapRow([{ text: advice }], 40));
  t.ok(rows.length > 1);
  t.ok(rows.every((line) => displayWidth(line) <= 40));
  t.equal(rows.map((line) => line.trim()).join(' '), advice.trim());
  t.match(rows[1], /^ {3}[^ ]/);
  const labelled = wrapRow([{ text: ' Disk   ' }, { text: 'twelve of forty gigabytes are free' }], 30);
  t.same(text(labelled), [' Disk   twelve of forty', '        gigabytes are free']);
});

t.test("a table's row, a bar and what fits stay one", async (t) => {
  for (const row of [
    [{ text: ' verma       Verma      in-charge, operator' }],
    [{ text: ' Everything is at the district server', inverse: true }],
    [{ text: ' short' }],
  ]) {
    t.equal(wrapRow(row, 30).length, 1, row.map((piece) => piece.text).join(''));
  }
});

t.test('a low window gives up empty lines first, and no row for the second line of another', async (t) => {
  const rows = [' one', '', ' two', '', ' three'].map((line): Piece[] => [{ text: line }]);
  t.same(text(fitRows(rows, 30, 4)), [' one', '', ' two', ' three']);
  t.same(text(fitRows(rows, 30, 3)), [' one', ' two', ' three']);
  const long: Piece[] = [{ text: ' a line that is wider than the window has room for' }];
  t.same(text(fitRows([long, ...rows], 30, 5)).at(-1), ' three');
  t.equal(fitRows([long, ...rows], 30, 4).length, 4);
  t.match(text(fitRows([long, ...rows], 30, 4)), [/^ a line/, ' one', ' two', ' three']);
});
