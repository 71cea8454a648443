import { byTime } from './by-time.js';
import type { ResultFlag } from './care.js';
import { dayOf, type Day } from './day.js';
import type { VisitId } from './ids.js';
import type { VisitView } from './visit-fold.js';

export interface TestValue {
  day: Day;
  at: string;
  value: number | string;
  unit: string | null;
  range: string | null;
  flag: ResultFlag;
  visit: VisitId;
}

export interface TestHistory {
  test: string;
  /** results in force, oldest first */
  values: TestValue[];
  /** the latest value against the one before; null where they cannot be compared */
  trend: 'up' | 'down' | 'same' | null;
}

/** Every test that has a result in force, the latest tested first. */
export function listTests(visits: readonly VisitView[]): TestHistory[] {
  const results = visits
    .flatMap(({ id, labOrders }) =>
      labOrders.flatMap(({ tests }) => tests.map(({ result }) => ({ id, result }))),
    )
    .flatMap(({ id, result }) => (result ? [{ id, result }] : []))
    .sort((a, b) => byTime(a.result, b.result));
  const tests = new Map<string, TestValue[]>();
  for (const { id, result } of results) {
    const { value, flag, at, unit = null, range = null } = result;
    const values = tests.get(result.test) ?? [];
    tests.delete(result.test);
    tests.set(result.test, [...values, { day: dayOf(at), at, value, unit, range, flag, visit: id }]);
  }
  return [...tests].map(([test, values]) => ({ test, values, trend: trendOf(values) })).reverse();
}

function trendOf(values: TestValue[]): TestHistory['trend'] {
  const [before, latest] = values.slice(-2);
  if (typeof before?.value !== 'number' || typeof latest?.value !== 'number') return null;
  if (before.unit !== latest.unit) return null;
  return latest.value > before.value ? 'up' : latest.value < before.value ? 'down' : 'same';
}
