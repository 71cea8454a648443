import t from 'tap';
import { impossibleCounts } from '../records/summary/impossible-counts.js';
import { loadReports } from './report-definitions.js';
import { summaryDefinition } from './summary-definition.js';

t.test('a box of an older version, which does not know the newest figures, sends counts that can be', (t) => {
  const { checks } = summaryDefinition(loadReports());
  const before = { opd: 40, 'opd-new': 30, seen: 38, fever: 3, 'fever-tested': 2 };
  t.same(impossibleCounts({ figures: before, waits: {} }, checks), []);
  t.match(impossibleCounts({ figures: { ...before, 'fever-tested': 4 }, waits: {} }, checks), [/fever/]);
  t.end();
});
