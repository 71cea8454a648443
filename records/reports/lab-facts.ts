import { dayOf } from '../day.js';
import type { RecordOf } from '../ledger-record.js';
import { minutesBetween } from '../minutes-between.js';
import { factOf, type Fact } from './fact.js';

type Order = RecordOf<'lab-order'>;
type Result = RecordOf<'lab-result'>;

/**
 * What a visit's orders and results say: each ordered test on the day of its order, and on the day of the first result
 * the value in force; an ordered test without a result is pending.
 */
export function labFacts(orders: Order[], results: Result[]): Fact[] {
  const byId = new Map(results.map((result) => [result._id, result]));
  const orderedAt = new Map(orders.map(({ _id, at }) => [_id, at]));
  const corrected = new Set(results.map(({ corrects }) => corrects));
  const inForce = results.filter(({ _id }) => !corrected.has(_id));
  const done = inForce.map((result): Fact => {
    const { _id, test, value, flag } = result;
    const first = firstOf(result, byId);
    const since = orderedAt.get(first.order);
    const waited = since === undefined ? {} : { minutes: minutesBetween(since, first.at) };
    return { ...factOf('test', first), id: _id, code: test, value, flag, ...waited };
  });
  const answered = new Map(
    inForce.map((result) => [`${result.order} ${result.test}`, dayOf(firstOf(result, byId).at)]),
  );
  const asked = orders.flatMap((order) =>
    [...new Set(order.tests)].flatMap((code): Fact[] => {
      const on = answered.get(`${order._id} ${code}`);
      const sameDay = on === dayOf(order.at) ? { sameDay: true as const } : {};
      const ordered = { ...factOf('ordered', order), code, ...sameDay };
      return on === undefined ? [ordered, { ...factOf('pending-test', order), code }] : [ordered];
    }),
  );
  return [...done, ...asked];
}

/** The first result of a chain of corrections. */
function firstOf(result: Result, byId: Map<string, Result>): Result {
  let first = result;
  for (let steps = byId.size; steps > 0; steps -= 1) {
    const before = byId.get(first.corrects ?? '');
    if (!before) break;
    first = before;
  }
  return first;
}
