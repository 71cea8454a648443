import type { LabAcknowledgement, LabOrderRecord, LabResultRecord } from './care.js';

export interface TestView {
  test: string;
  status: 'ordered' | 'result' | 'corrected';
  /** the result in force */
  result: LabResultRecord | null;
  /** what it replaced, oldest first */
  earlier: LabResultRecord[];
  /** false for a critical result in force that no doctor has acknowledged */
  acknowledged: boolean;
}

export interface LabOrderView {
  order: LabOrderRecord;
  /** those ordered, then what the lab added under the order */
  tests: TestView[];
  /** every ordered test has a result */
  complete: boolean;
}

/** An order with the state of each test. Results must be in order of `n`. */
export function viewLabOrder(
  order: LabOrderRecord,
  results: LabResultRecord[],
  acknowledgements: LabAcknowledgement[],
): LabOrderView {
  const own = results.filter((result) => result.order === order._id);
  // a value that was entered for the wrong test is corrected by a result of the right one
  const corrected = new Set(own.map(({ corrects }) => corrects));
  const inForce = own.filter(({ _id }) => !corrected.has(_id));
  const names = new Set([...order.tests, ...inForce.map((result) => result.test)]);
  const tests = [...names].map((test): TestView => {
    const all = own.filter((result) => result.test === test);
    const result = inForce.findLast((other) => other.test === test) ?? null;
    const seen = acknowledgements.some((acknowledgement) => acknowledgement.result === result?._id);
    return {
      test,
      status: result === null ? 'ordered' : result.corrects ? 'corrected' : 'result',
      result,
      earlier: all.filter((other) => other !== result),
      acknowledged: result?.flag !== 'critical' || seen,
    };
  });
  return { order, tests, complete: tests.every(({ result }) => result !== null) };
}
