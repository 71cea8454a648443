import t from 'tap';
import { ScriptedLedger, WORKFLOW } from '../fixtures/scripted-ledger.js';
import { FlowFold } from './flow-fold.js';
import { percentile } from './percentile.js';
import { planIndent } from './plan-indent.js';
import { recordedVisits, withPerson } from './visit-facts.js';

const DAY = { from: '20261121', to: '20261121' };

t.test('waits and services come from the moves, by station and hour; an open visit has no end', (t) => {
  const ledger = new ScriptedLedger();
  for (const [come, wait] of [
    ['09:10', 5],
    ['09:20', 20],
    ['10:00', 50],
  ] as const) {
    const visit = ledger.clock(come).visit('vitals');
    ledger.wait(wait).move(visit, 'call', 'vitals');
    ledger.wait(4).move(visit, 'transfer', 'vitals', { to: 'doctor' });
    if (wait === 50) continue;
    ledger.wait(10).move(visit, 'call', 'doctor');
    ledger.wait(6).move(visit, 'finish', 'doctor');
  }
  const flow = new FlowFold(DAY);
  for (const visit of recordedVisits(ledger.records)) flow.take(withPerson(visit, null, WORKFLOW.people));
  t.same(flow.waits('vitals'), { count: 3, median: 20, p90: 50 });
  t.same(flow.services('vitals'), { count: 3, median: 4, p90: 4 });
  t.same(flow.waitsAt('vitals', 9), { count: 2, median: 5, p90: 20 });
  t.same(flow.waits('doctor').count, 2);
  t.same(flow.waits('lab'), { count: 0, median: null, p90: null });
  t.same(flow.hours(), [9, 10]);
  t.same(flow.total(), { count: 2, median: 25, p90: 40 });
  t.same(flow.total('20261121').count, 2);
  t.same([flow.visits, flow.open], [3, 1]);
  t.end();
});

t.test('a percentile is a value that was measured', (t) => {
  t.equal(percentile([], 50), null);
  t.equal(percentile([7], 90), 7);
  t.equal(percentile([10, 2, 8, 4, 6], 50), 6);
  t.equal(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 90), 9);
  t.end();
});

t.test('an indent lasts over the way, the safety and the order’s own days, and is never negative', (t) => {
  const rule = { days: 30, leadDays: 10, safetyDays: 5, orderDays: 30 };
  const asked: string[] = [];
  const stock = (balance: number, consumed: number, first = '20260101') => ({
    firstDay: () => first,
    balance: () => balance,
    consumption: (_: string, from: string, to: string) => {
      asked.push(`${from} ${to}`);
      return consumed;
    },
  });
  t.match(planIndent(stock(40, 60), 'a', '20261121', rule), {
    perDay: 2,
    lastsDays: 20,
    nil: false,
    order: 50,
  });
  t.same(asked, ['20261023 20261121'], 'thirty days, both ends counted');
  t.match(planIndent(stock(1_000, 60), 'a', '20261121', rule), { order: 0 });
  t.match(planIndent(stock(0, 0), 'a', '20261121', rule), { lastsDays: null, nil: true, order: 0 });
  t.match(planIndent(stock(0, 40, '20261112'), 'a', '20261121', rule), { perDay: 4 }, 'here for ten days');
  t.match(planIndent(stock(0, 14, '20261121'), 'a', '20261121', rule), { perDay: 2 }, 'new today');
  t.match(planIndent(stock(0, 1), 'a', '20261121', rule), { order: 2 }, 'rounded up to whole units');
  t.match(
    planIndent(stock(5, -3), 'a', '20261121', rule),
    { consumed: 0, order: 0 },
    'more came back than went',
  );
  t.end();
});
