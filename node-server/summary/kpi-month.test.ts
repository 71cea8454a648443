import t from 'tap';
import { summaryId } from '../../records/ids.js';
import { validateRecord } from '../../records/record-schemas.js';
import { daysOf } from '../../records/reports/report-period.js';
import { impossibleCounts } from '../../records/summary/impossible-counts.js';
import type { SummaryRecord } from '../../records/summary.js';
import { kpiValue, type KpiValue } from '../../records/summary/kpi.js';
import { sumSummaries, summaryAsSum, type SummarySum } from '../../records/summary/sum-summaries.js';
import { waitScale } from '../../records/summary/wait-histogram.js';
import { encodeBundle } from '../../sync/bundle.js';
import { loadKpis } from '../../templates/kpis.js';
import { summaryDefinition } from '../../templates/summary-definition.js';
import { makeKnownMonth } from '../reports/fixtures/known-month.js';
import { countDay } from './count-day.js';
import { countByHand, readRawLedger, waitsByHand } from './fixtures/count-by-hand.js';

// Each indicator against a count from the raw records that shares no code with the figures.
const month = await makeKnownMonth(20_261_007, 15);
t.teardown(() => month.close());
t.setTimeout(180_000);

const DAYS = daysOf({ from: '20261001', to: '20261031' });
const definition = summaryDefinition(month.deps.definitions());
const { groups } = loadKpis(definition.figures);
const ledger = await readRawLedger(month.facility);

t.test('each indicator of a month equals a count from its raw records', async (t) => {
  const sums: SummarySum[] = [];
  for (const day of DAYS) {
    const counted = await countDay(month.deps, day, false);
    t.same(impossibleCounts(counted, definition.checks), [], day);
    sums.push(summaryAsSum(counted));
  }
  const sum = sumSummaries(sums);
  t.equal(sum.days, 31);
  const truths = DAYS.map((day) => countByHand(ledger, day));
  const expected = (code: string): number => truths.reduce((all, truth) => all + (truth[code] ?? 0), 0);
  for (const kpi of groups.flatMap((group) => group.kpis)) {
    const { value, numerator, denominator } = kpiValue(kpi, sum);
    // The store of days long past is known to nobody: see summaries.test.ts.
    if (['in-stock', 'near-expiry'].includes(kpi.code)) t.equal(value, null, kpi.code);
    else if ('median' in kpi) checkMedian(kpi.median, value);
    else {
      t.equal(numerator, expected(`${kpi.code}:of`), `${kpi.code}: numerator`);
      t.equal(denominator, expected(`${kpi.code}:all`), `${kpi.code}: denominator`);
      t.ok(denominator > 0, `${kpi.code}: there was something to count`);
    }
  }

  function checkMedian(what: string, value: KpiValue['value']): void {
    const { bounds } = waitScale(what);
    const waits = DAYS.flatMap((day) => waitsByHand(ledger, day, what)).sort((a, b) => a - b);
    if (waits.length === 0) return void t.equal(value, null, what);
    const median = waits[Math.ceil(waits.length / 2) - 1] ?? NaN;
    const bin = (minutes: number): number => bounds.filter((bound) => bound <= minutes).length;
    t.ok(value !== null && value >= (bounds[bin(median) - 1] ?? 0), `${what}: ${value} is not below`);
    t.ok(value !== null && value <= (bounds[bin(median)] ?? Infinity), `${what}: ${value} is not above`);
  }
});

t.test('the summary of a day travels in a few hundred bytes', async (t) => {
  const counted = await countDay(month.deps, '20261020', true);
  const drugs = [...month.facility.reference.drugs.keys()];
  const stock = {
    out: drugs.slice(0, 15),
    expiring: drugs.slice(20, 25).map((item) => ({ item, units: 130, expiry: '2027-01' })),
  };
  const record: SummaryRecord = {
    ...{ _id: summaryId('BR1042', '20261020', 1), type: 'summary' as const, day: '20261020', n: 61_234 },
    ...{ at: '2026-10-20T18:30:05.123Z', by: 'nadi', v: 1, ...counted, stock },
  };
  t.ok(Object.keys(counted.figures).length > 30);
  t.same(validateRecord(record), record);
  const { length } = await encodeBundle([record]);
  t.ok(length < 600, `${length} bytes`);
});
