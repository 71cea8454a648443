import t from 'tap';
import fc from 'fast-check';
import { percentile } from '../reports/percentile.js';
import { impossibleCounts } from './impossible-counts.js';
import { kpiTrend, kpiValue, type Kpi, type KpiDefinition, type TrendSteps } from './kpi.js';
import { qualityScore } from './quality-score.js';
import { sumSummaries, summaryAsSum, type SummarySum } from './sum-summaries.js';
import {
  isWaitHistogram,
  medianWait,
  REFERRAL_SEEN,
  WAIT_BOUNDS,
  waitHistogram,
  waitScale,
} from './wait-histogram.js';

const SEEN: KpiDefinition = {
  code: 'seen',
  name: { hi: 'क', en: 'k' },
  numerator: ['seen'],
  denominator: ['opd'],
  per: 100,
  unit: 'percent',
  better: 'higher',
  target: 90,
};

const STEPS: TrendSteps = { percent: 2, 'per-thousand': 5, count: 5, minutes: 5, days: 1 };

function day(figures: Record<string, number>, waits: number[] = []): SummarySum {
  return summaryAsSum({ figures, waits: { doctor: waitHistogram(waits) } });
}

t.test('an indicator of days that were added up is not the mean of their indicators', (t) => {
  const days = [day({ opd: 100, seen: 100 }), day({ opd: 10, seen: 1 }), day({})];
  t.same(kpiValue(SEEN, sumSummaries(days)), {
    value: (101 / 110) * 100,
    numerator: 101,
    denominator: 110,
    meets: true,
  });
  t.end();
});

t.test('of nothing there is no value, no verdict and no trend', (t) => {
  t.match(kpiValue(SEEN, day({})), { value: null, meets: null });
  t.match(kpiValue({ ...SEEN, denominator: 'open-days' }, day({})), { value: null });
  t.match(kpiValue({ ...SEEN, denominator: 'days', per: 1 }, day({ seen: 7 })), { value: 7 });
  t.equal(kpiTrend(SEEN, STEPS, null, 4), null);
  t.equal(medianWait([]), null);
  t.end();
});

t.test('what is left of the whole counts where the figure says what is missing', (t) => {
  const inStock: KpiDefinition = { ...SEEN, numerator: ['out'], denominator: ['kept'], rest: true };
  t.match(kpiValue(inStock, day({ kept: 40, out: 4 })), { value: 90, numerator: 36, meets: true });
  t.match(kpiValue(inStock, day({ kept: 40, out: 5 })), { meets: false });
  t.end();
});

t.test('a trend says which way is good, and little is no trend', (t) => {
  const trend = (better: Kpi['better'], unit: Kpi['unit'], before: number, now: number) =>
    kpiTrend({ better, unit }, STEPS, before, now);
  t.equal(trend('higher', 'percent', 50, 60), 'better');
  t.equal(trend('lower', 'percent', 50, 60), 'worse');
  t.equal(trend('lower', 'percent', 50, 40), 'better');
  t.equal(trend(null, 'percent', 50, 40), 'changed');
  t.equal(trend('higher', 'percent', 82.6, 86.7), 'better');
  t.equal(trend('lower', 'percent', 7.1, 6.5), 'same', 'by points, however small the value was');
  t.equal(trend('lower', 'minutes', 10, 11), 'same');
  t.equal(trend('lower', 'minutes', 10, 15), 'worse');
  t.equal(trend('higher', 'percent', 82.64, 84.58), 'better', 'from 82.6 to 84.6, as they are shown');
  t.end();
});

t.test('a median told from added histograms lies in the bin of the true one', (t) => {
  const waits = fc.array(fc.double({ min: 0, max: 239, noNaN: true }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(waits, waits, (a, b) => {
      const { waits: sum } = sumSummaries([day({}, a), day({}, b)]);
      const told = medianWait(sum['doctor'] ?? []) ?? NaN;
      const truth = percentile([...a, ...b], 50) ?? NaN;
      const bin = WAIT_BOUNDS.findIndex((bound) => truth < bound);
      return told > (WAIT_BOUNDS[bin - 1] ?? 0) - 1e-9 && told <= (WAIT_BOUNDS[bin] ?? Infinity);
    }),
  );
  t.equal(medianWait(waitHistogram([900])), 240, 'nobody knows how far above the last bound');
  t.end();
});

t.test('each wait is told by its own scale: days are whole, and a share is counted below a bound', (t) => {
  const days = waitHistogram([0, 1, 1, 3, 40], waitScale(REFERRAL_SEEN));
  const sum = summaryAsSum({ figures: {}, waits: { [REFERRAL_SEEN]: days } });
  const name = { hi: 'क', en: 'x' };
  const common = { code: 'x', name, target: 80 };
  const median = { ...common, better: 'lower' as const, median: REFERRAL_SEEN, unit: 'days' as const };
  t.match(kpiValue(median, sum), { value: 1, numerator: 5, meets: true });
  const within = { wait: REFERRAL_SEEN, below: 4 };
  const share = { ...common, better: 'higher' as const, within, unit: 'percent' as const };
  t.same(kpiValue(share, sum), { value: 80, numerator: 4, denominator: 5, meets: true });
  t.match(kpiValue(share, sumSummaries([])), { value: null, denominator: 0 });
  t.ok(isWaitHistogram(days, waitScale(REFERRAL_SEEN)));
  t.end();
});

t.test('counts that cannot be are named', (t) => {
  const checks = [{ left: ['seen'], is: '<=' as const, right: ['opd'] }];
  const faults = (figures: Record<string, number>, doctor = [0, 0]) =>
    impossibleCounts({ figures, waits: { doctor } }, checks);
  t.same(faults({ seen: 4, opd: 4 }), []);
  t.same(faults({ seen: 4, opd: 3 }), ['seen (4) <= opd (3)']);
  t.same(faults({ seen: 4 }), ['seen (4) <= opd (0)'], 'what is absent is 0');
  t.same(faults({}, [3, 10, 1]), ['waits.doctor']);
  t.notOk(isWaitHistogram([1]));
  t.notOk(isWaitHistogram([-1, 0, -1]));
  t.end();
});

t.test(
  'the score of records is its parts by their weights; a part with nothing to judge weighs nothing',
  (t) => {
    const part = (code: string, wrong: string[], of: string[] | 'days', weight: number) => ({
      ...{ code, wrong, of, weight },
      name: { hi: 'क', en: 'k' },
    });
    const parts = [
      part('days', [], 'days', 30),
      part('age', ['no-age'], ['opd'], 10),
      part('x', ['y'], ['z'], 60),
    ];
    const sum = sumSummaries([day({ opd: 10, 'no-age': 5 }), day({})]);
    t.same(qualityScore(parts, sum, 4), {
      score: (30 * 50 + 10 * 50) / 40,
      parts: [
        { code: 'days', wrong: 2, of: 4, score: 50 },
        { code: 'age', wrong: 5, of: 10, score: 50 },
        { code: 'x', wrong: 0, of: 0, score: null },
      ],
    });
    t.equal(qualityScore(parts, day({}), 0).score, null);
    t.end();
  },
);
