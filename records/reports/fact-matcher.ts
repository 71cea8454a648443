import { isOpen } from '../queue-entry.js';
import { bandMatcher } from './age-months.js';
import type { Where } from './figure-rule.js';
import { icdMatcher } from './icd-matcher.js';
import type { Fact } from './fact.js';
import type { VisitFacts } from './visit-facts.js';

export type FactMatcher = (fact: Fact, visit: VisitFacts) => boolean;

/** HMIS reckons the night from 8 in the evening to 8 in the morning. */
const NIGHT_FROM_HOUR = 20;
const NIGHT_TO_HOUR = 8;

/** Makes conditions, which must all hold, into one test of a fact. */
export function factMatcher(conditions: readonly Where[]): FactMatcher {
  const all = conditions.flatMap((where) => [...ofFact(where), ...ofVisit(where)]);
  return (fact, visit) => all.every((holds) => holds(fact, visit));
}

function ofFact(where: Where): FactMatcher[] {
  const tests: FactMatcher[] = [];
  const { icd10, uncoded, complaint, test, drug, reading, value, flag, time, clockUncertain, sameDay } =
    where;
  if (icd10) {
    const fits = icdMatcher(icd10);
    tests.push(({ code }) => code !== undefined && fits(code));
  }
  if (uncoded) tests.push(({ code }) => code === undefined);
  if (complaint) {
    const wanted = complaint.map(plain);
    tests.push(({ code }) => code !== undefined && wanted.includes(plain(code)));
  }
  for (const codes of [test, drug, reading]) if (codes) tests.push(({ code }) => oneOf(codes, code));
  if (value) tests.push((fact) => oneOf(value, fact.value));
  if (flag) tests.push((fact) => oneOf(flag, fact.flag));
  tests.push(...ofNumber(where));
  if (time)
    tests.push(({ hour }) => (hour >= NIGHT_FROM_HOUR || hour < NIGHT_TO_HOUR) === (time === 'night'));
  if (sameDay !== undefined) tests.push((fact) => (fact.sameDay === true) === sameDay);
  if (clockUncertain) tests.push((fact) => fact.clockUncertain);
  return tests;
}

function ofNumber({ atLeast, above, atMost, below }: Where): FactMatcher[] {
  if ([atLeast, above, atMost, below].every((limit) => limit === undefined)) return [];
  return [
    ({ value }) =>
      typeof value === 'number' &&
      value >= (atLeast ?? -Infinity) &&
      value > (above ?? -Infinity) &&
      value <= (atMost ?? Infinity) &&
      value < (below ?? Infinity),
  ];
}

function ofVisit({ sex, age, pregnant, visitKind, priority, closed }: Where): FactMatcher[] {
  const tests: FactMatcher[] = [];
  if (sex) tests.push((_, visit) => sex.includes(visit.sex));
  if (age) {
    const fits = bandMatcher(age);
    tests.push((_, visit) => fits(visit.months));
  }
  if (pregnant !== undefined) tests.push((_, visit) => visit.pregnant === pregnant);
  if (visitKind) tests.push((_, visit) => visit.visitKind === visitKind);
  if (priority) tests.push((_, { entry }) => entry.priority !== null && priority.includes(entry.priority));
  if (closed !== undefined) tests.push((_, { entry }) => isOpen(entry) !== closed);
  return tests;
}

function plain(words: string): string {
  return words.normalize('NFC').trim().toLowerCase();
}

function oneOf(list: readonly string[], value: unknown): boolean {
  return typeof value === 'string' && list.includes(value);
}
