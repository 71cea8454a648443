import t from 'tap';
import type { KpiDefinition } from '../../../records/summary/kpi.js';
import { summaryAsSum } from '../../../records/summary/sum-summaries.js';
import { openLocale } from '../../../templates/locale.js';
import { watchFigureBook } from './figure-book.js';
import { trendCell } from './kpi-view.js';

const watched = watchFigureBook();
t.teardown(() => watched.close());
const telling = { t: openLocale().in('en'), language: 'en' as const, book: watched.current() };
const SEEN: KpiDefinition = {
  ...{ code: 'seen', name: { hi: 'देखे', en: 'Seen' }, numerator: ['seen'], denominator: ['opd'] },
  ...{ per: 100, unit: 'percent', better: 'higher', target: 90 },
};
const LEFT: KpiDefinition = { ...SEEN, better: 'lower', target: 45 };
const share = (seen: number) => summaryAsSum({ figures: { seen, opd: 1_000 } });
const trend = (kpi: KpiDefinition, before: number, now: number) =>
  trendCell(telling, kpi, share(now), share(before));

t.test('a trend tells when the target is crossed, and alarms nobody while it is met', (t) => {
  t.match(trend(SEEN, 865, 903), { text: '↑ now reaches the target', tone: 'good' });
  t.match(trend(SEEN, 903, 899), { text: '↓ now misses the target', tone: 'bad' });
  t.match(trend(SEEN, 400, 500), { text: '↑ better', tone: 'good' });
  t.match(trend(SEEN, 500, 400), { text: '↓ worse', tone: 'bad' });
  t.match(trend(SEEN, 950, 951), { text: '→ no change' });
  const within = trend(LEFT, 100, 130);
  t.match(within, { text: '↑ worse' });
  t.notHas(within, 'tone', 'far inside its target it is not red');
  t.end();
});
