import { addDays, type Day } from '../day.js';
import { factMatcher, type FactMatcher } from './fact-matcher.js';
import type { CountRule, Counted, FactKind, FigureRule } from './figure-rule.js';
import type { Fact } from './fact.js';
import type { VisitFacts } from './visit-facts.js';

/** A figure by its key; null where the records do not hold it yet. */
export type Figures = ReadonlyMap<string, number | null>;

interface Counter {
  rule: CountRule;
  from: Day;
  to: Day;
  holds: (visit: VisitFacts) => boolean;
  value: number;
  /** visits or patients that were counted */
  seen: Set<string> | null;
  /** ids behind the figure, only where it is traced */
  records: Set<string> | null;
}

/** One of the things by which a counter counts. */
interface Listener {
  counter: Counter;
  matches: FactMatcher;
}

/**
 * Counts all figures of a report in one pass over a period's visits. Only what happened within the period counts (or
 * within the days that a rule compares it with); a visit may have begun before it. Its memory grows with the patients of "each patient once", not with the records.
 */
export class FigureFold {
  readonly #counters = new Map<string, Counter>();
  readonly #byKind = new Map<FactKind, Listener[]>();

  /** `traced`: figures whose records are kept. */
  constructor(
    private readonly rules: ReadonlyMap<string, FigureRule>,
    private readonly period: { from: Day; to: Day },
    private readonly traced: readonly string[] = [],
  ) {
    const kept = new Set(traced.flatMap((key) => partsOf(key, rules)));
    for (const [key, rule] of rules) if ('count' in rule) this.#add(key, rule, kept.has(key));
  }

  take(visit: VisitFacts): void {
    for (const fact of visit.facts) {
      for (const { counter, matches } of this.#byKind.get(fact.kind) ?? []) {
        if (fact.day < counter.from || fact.day > counter.to) continue;
        if (matches(fact, visit) && counter.holds(visit)) count(counter, fact, visit);
      }
    }
  }

  figures(): Figures {
    const values = new Map<string, number | null>();
    for (const key of this.rules.keys()) values.set(key, this.#value(key, []));
    return values;
  }

  /** Ids of the records behind the traced figures, in the order of the pass. */
  records(): string[] {
    const parts = this.traced.flatMap((key) => partsOf(key, this.rules));
    return [...new Set(parts.flatMap((key) => [...(this.#counters.get(key)?.records ?? [])]))];
  }

  #add(key: string, rule: CountRule, traced: boolean): void {
    const { of = 'records', daysBefore = 0 } = rule;
    const counter: Counter = {
      rule,
      from: addDays(this.period.from, -daysBefore),
      to: addDays(this.period.to, -daysBefore),
      holds: companions(rule),
      value: 0,
      seen: of === 'visits' || of === 'patients' ? new Set() : null,
      records: traced ? new Set() : null,
    };
    this.#counters.set(key, counter);
    for (const { count: kind, where } of [rule, ...(rule.or ?? [])]) {
      const matches = factMatcher([where ?? {}, ...(rule.also ?? [])]);
      this.#byKind.set(kind, [...(this.#byKind.get(kind) ?? []), { counter, matches }]);
    }
  }

  #value(key: string, above: string[]): number | null {
    const rule = this.rules.get(key);
    if (!rule || above.includes(key)) return null;
    if ('count' in rule) return this.#counters.get(key)?.value ?? null;
    const parts = rule.sum.map((part) => this.#value(part, [...above, key]));
    return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
  }
}

function count(counter: Counter, fact: Fact, visit: VisitFacts): void {
  const { rule, seen, records } = counter;
  if (seen) {
    seen.add(rule.of === 'patients' ? visit.patient : visit.visit);
    counter.value = seen.size;
  } else {
    counter.value += rule.of === 'units' ? (fact.units ?? 0) : 1;
  }
  records?.add(fact.id);
}

/** Whether the rest of the visit fits: what must stand beside the counted fact, and what must not. */
function companions({ with: wanted = [], without = [] }: CountRule): Counter['holds'] {
  const present = wanted.map(finder);
  const absent = without.map(finder);
  return (visit) => present.every((find) => find(visit)) && !absent.some((find) => find(visit));
}

function finder({ count: kind, where }: Counted): (visit: VisitFacts) => boolean {
  const matches = factMatcher([where ?? {}]);
  return (visit) => visit.facts.some((fact) => fact.kind === kind && matches(fact, visit));
}

/** The counted figures that a figure consists of: itself, or the parts of a sum. */
function partsOf(key: string, rules: ReadonlyMap<string, FigureRule>, above: string[] = []): string[] {
  const rule = rules.get(key);
  if (!rule || above.includes(key)) return [];
  return 'count' in rule ? [key] : rule.sum.flatMap((part) => partsOf(part, rules, [...above, key]));
}
