import t from 'tap';
import type { Report } from '../report.js';
import { reportCsv } from './report-csv.js';

const REPORT: Report = {
  id: 'x',
  title: 'ओपीडी',
  facility: 'PHC "Rampur", Sakra',
  box: 'BR1042',
  period: { from: '20261101', to: '20261130', words: 'नवंबर 2026' },
  sections: [
    {
      kind: 'table',
      title: 'T',
      columns: [
        { key: 'name', title: 'Name' },
        { key: 'count', title: 'Count' },
      ],
      rows: [
        { cells: { name: '=cmd|calc', count: -4 } },
        { cells: { name: ' +91', count: null } },
        { cells: { name: 'two\nlines', count: 0 } },
      ],
      total: { cells: { name: '@sum', count: 1 } },
    },
    {
      kind: 'plot',
      form: 'bars',
      unit: 'patients',
      labels: ['1', '2'],
      series: [{ name: 'A', values: [3, null] }],
    },
    { kind: 'facts', facts: [{ label: '-x', value: 'y' }] },
    { kind: 'checks', checks: [{ text: 'a', ok: false, detail: '3 > 2' }] },
  ],
  notes: ['note'],
};

t.test('a report opens in a spreadsheet: every section, blank for unknown, nothing that runs', (t) => {
  t.equal(
    reportCsv(REPORT),
    [
      '\uFEFFओपीडी',
      '"PHC ""Rampur"", Sakra",BR1042',
      'नवंबर 2026,2026-11-01,2026-11-30',
      '',
      'T',
      'Name,Count',
      "'=cmd|calc,-4",
      "' +91,",
      '"two\nlines",0',
      "'@sum,1",
      '',
      'patients,A',
      '1,3',
      '2,',
      '',
      "'-x,y",
      '',
      'X,a,3 > 2',
      '',
      'note',
      '',
    ].join('\r\n'),
  );
  t.end();
});
