import t from 'tap';
import type { KpiDefinition } from '../../../records/summary/kpi.js';
import { summaryAsSum } from '../../../records/summary/sum-summaries.js';
import { openLocale } from '../../../templates/locale.js';
import { kpiCell } from './kpi-cell.js';

const telling = { t: openLocale().in('en') };
const SEEN: KpiDefinition = {
  ...{ code: 'seen', name: { hi: 'देखे', en: 'Seen' }, numerator: ['seen'], denominator: ['opd'] },
  ...{ per: 100, unit: 'percent', better: 'higher', target: 90 },
};
const cell = (seen: number, opd: number) => kpiCell(telling, SEEN, summaryAsSum({ figures: { seen, opd } }));

t.test('a value says by a word whether its target is met, and never rounds up to it', (t) => {
  t.match(cell(950, 1_000), { text: '95 %', tone: 'good', word: 'target met' });
  t.match(cell(9, 10), { text: '90 %', tone: 'good' });
  t.match(cell(8_998, 10_000), { text: '89.98 %', tone: 'bad', word: 'target missed' });
  t.match(cell(8_901, 10_000), { text: '89 %', tone: 'bad' });
  t.same(cell(0, 0), { text: '–', value: null }, 'of nothing there is no value and no verdict');
  t.end();
});
