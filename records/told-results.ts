import type { LabResultRecord, ReferralResultsRecord, ToldResult } from './care.js';
import type { Words } from './envelope.js';
import type { LabTest } from './lab-test.js';
import type { VisitView } from './visit-fold.js';

/** What may be told of a visit's tests. */
export interface Telling {
  test: (code: string) => LabTest | undefined;
  /** the patient has consented to be told of: else results for those only who treat stay here */
  mayShare: boolean;
}

/** The results in force of a visit, as they are told. */
export function toldResults(view: Pick<VisitView, 'labOrders'>, telling: Telling): ToldResult[] {
  return view.labOrders
    .flatMap(({ tests }) => tests.flatMap(({ result }) => result ?? []))
    .filter(({ test }) => isTold(test, telling))
    .sort((a, b) => a.n - b.n)
    .map((result) => told(result, telling.test(result.test)));
}

/** The ordered tests of a visit that have no result yet, as they are told. */
export function pendingTests(codes: readonly string[], telling: Telling): Words[] {
  return [...new Set(codes)]
    .filter((code) => isTold(code, telling))
    .map((code) => nameOf(code, telling.test(code)));
}

/** What the receiver of a referral has not been told yet; null where that is nothing. */
export function untoldResults(
  view: Pick<VisitView, 'labOrders' | 'openTests' | 'referrals' | 'referralResults'>,
  referral: string,
  telling: Telling,
): Pick<ReferralResultsRecord, 'results' | 'pending'> | null {
  const summary = view.referrals.find(({ _id }) => _id === referral)?.summary;
  const later = view.referralResults.filter((one) => one.referral === referral);
  const before = [...(summary?.results ?? []), ...later.flatMap(({ results }) => results)];
  const known = new Set(before.map(({ result }) => result));
  const results = toldResults(view, telling).filter(({ result }) => !known.has(result));
  if (results.length === 0) return null;
  const pending = pendingTests(view.openTests, telling);
  return { results: results.slice(0, MOST_TOLD), ...(pending.length > 0 && { pending }) };
}

/** Far more than a visit has: a record stays small whatever somebody orders. */
export const MOST_TOLD = 100;

/** Those in force, the critical ones first, then the latest. */
export function resultsInForce<R extends ToldResult>(told: readonly R[]): R[] {
  const corrected = new Set(told.map(({ corrects }) => corrects));
  const once = new Map(told.map((one) => [one.result, one]));
  const grave = ({ flag }: ToldResult): number => (flag === 'critical' ? 0 : 1);
  return [...once.values()]
    .filter(({ result }) => !corrected.has(result))
    .sort((a, b) => grave(a) - grave(b) || Date.parse(b.at) - Date.parse(a.at));
}

function isTold(code: string, { test, mayShare }: Telling): boolean {
  return mayShare || test(code)?.sensitive !== true;
}

function told(record: LabResultRecord, test: LabTest | undefined): ToldResult {
  const { _id, test: code, value, unit, range, flag, at, corrects } = record;
  const answer = test?.answers.find((one) => one.code === value)?.name;
  const measured = typeof value === 'number';
  return {
    result: _id,
    test: nameOf(code, test),
    value: measured ? value : value.slice(0, 500),
    ...(answer && { answer }),
    ...(measured && unit !== undefined && { unit }),
    ...(measured && range !== undefined && { range }),
    ...{ flag, at },
    ...(corrects !== undefined && { corrects }),
  };
}

function nameOf(code: string, test: LabTest | undefined): Words {
  return test?.name ?? { hi: code, en: code };
}
