import t from 'tap';
import type { Report, ReportSection, ReportTable } from '../report.js';
import { shortenReport } from './shorten-report.js';

const WORDS = {
  ...{ noRows: 'nothing recorded', none: 'none', notKnown: '—' },
  hold: (count: number) => `${count} hold`,
};

function shorten(section: ReportSection): ReportSection | undefined {
  const report: Report = {
    ...{ id: 'x', title: 'X', facility: 'PHC', box: 'BR1042', sections: [section], notes: [] },
    period: { from: '20261121', to: '20261121', words: 'today' },
  };
  return shortenReport(report, WORDS).sections[0];
}

const NAME = { key: 'name', title: 'Item' };
const COUNT = { key: 'count', title: 'Count' };
const row = (name: string, count: number | null) => ({ cells: { name, count } });

t.test('a table that says nothing is one line', (t) => {
  const table: Omit<ReportTable, 'rows'> = { kind: 'table', title: 'Referrals', columns: [NAME, COUNT] };
  const line = (value: string) => ({ kind: 'facts', facts: [{ label: 'Referrals', value }] });
  t.same(shorten({ ...table, rows: [] }), line('nothing recorded'));
  t.same(shorten({ ...table, rows: [row('sent', 0), row('came', 0)] }), line('none'));
  const said = { cells: { name: '', what: 'Everything adds up.' }, heading: true };
  t.same(shorten({ ...table, rows: [said] }), line('Everything adds up.'));
  const rows = [row('sent', 0), row('came', 2)];
  t.same(shorten({ ...table, rows }), { ...table, rows }, 'one that counts something stays whole');
  t.match(shorten({ ...table, rows: [row('sent', null)] }), { kind: 'table' }, 'not known is not nothing');
  t.end();
});

t.test('of a coded list the rows that count nothing are named below it', (t) => {
  const columns = [{ key: 'code', title: 'Code' }, NAME, COUNT];
  const coded = (code: string, name: string, count: number | null) => ({ cells: { code, name, count } });
  const rows = [coded('1', 'A', 0), coded('2', 'B', 3), coded('3', 'C', 0), coded('4', 'D', null)];
  t.same(shorten({ kind: 'table', columns, rows }), {
    ...{ kind: 'table', columns, rows: [coded('2', 'B', 3)] },
    under: ['0: A · C', '—: D'],
  });
  t.end();
});

t.test('a list of names and counts stands in two halves, each whole and in its order', (t) => {
  const rows = Array.from({ length: 7 }, (_, i) => row(`row ${i}`, i));
  const halves = shorten({ kind: 'table', columns: [NAME, COUNT], rows });
  if (halves?.kind !== 'table') return t.fail('still a table');
  t.same(
    halves.rows.map(({ cells }) => [cells['name'], cells['count'], cells['name-2'], cells['count-2']]),
    [
      ['row 0', 0, 'row 4', 4],
      ['row 1', 1, 'row 5', 5],
      ['row 2', 2, 'row 6', 6],
      ['row 3', 3, '', ''],
    ],
  );
  t.end();
});

t.test('checks that hold are counted, those that fail stand there', (t) => {
  const failed = { text: 'Women are no more than all', ok: false, detail: '7 > 3' };
  const checks = [failed, { text: 'a', ok: true }, { text: 'b', ok: true }];
  t.same(shorten({ kind: 'checks', title: 'Cross-checks', checks }), {
    ...{ kind: 'checks', title: 'Cross-checks' },
    checks: [failed, { text: '2 hold', ok: true }],
  });
  t.end();
});
