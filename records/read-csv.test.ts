import t from 'tap';
import { readCsv } from './read-csv.js';

const cells = (text: string): string[][] => readCsv(text).rows.map((row) => row.cells);

t.test('a list is read as any spreadsheet saves it', (t) => {
  const rows = [
    ['code', 'name'],
    ['BR1042', 'PHC "Rampur", Sakra'],
  ];
  for (const separator of [',', ';', '\t']) {
    for (const end of ['\n', '\r\n', '\r']) {
      for (const mark of ['', '\uFEFF']) {
        const text = `${mark}code${separator}name${end}BR1042${separator}"PHC ""Rampur"", Sakra"${end}`;
        t.same(cells(text), rows, JSON.stringify([separator, end, mark]));
      }
    }
  }
  t.end();
});

t.test('lines are counted as an editor counts them, also within quotes and over empty rows', (t) => {
  const { rows } = readCsv('a,b\r\n\r\n,,\r\n"one\r\ntwo",x\r\nlast,y');
  t.same(
    rows.map(({ line }) => line),
    [1, 4, 6],
  );
  t.same(rows[1]?.cells, ['one\r\ntwo', 'x']);
  t.end();
});

t.test('a quote that is never closed is named by its line', (t) => {
  t.equal(readCsv('a,b\n1,"two\n3,4\n').open, 2);
  t.equal(readCsv('a,b\n1,5" pipe\n').open, undefined, 'an inch within a cell is none');
  t.end();
});
