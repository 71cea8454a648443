import { addDays, type Day } from '../../records/day.js';
import { FigureFold, type Figures } from '../../records/reports/figure-fold.js';
import type { FigureRule } from '../../records/reports/figure-rule.js';
import { FlowFold } from '../../records/reports/flow-fold.js';
import { daysOf, type ReportPeriod } from '../../records/reports/report-period.js';
import { withPerson, type VisitFacts } from '../../records/reports/visit-facts.js';
import type {
  ReportDefinition,
  SectionDefinition,
  TrendDefinition,
} from '../../templates/report-definition.js';
import { reportFigures } from '../../templates/report-figures.js';
import type { ReportDeps } from './report-deps.js';
import { visitsOfDay } from './visits-of-day.js';

export interface Gathered {
  figures: Figures;
  flow: FlowFold;
  /** a trend's series by day, by their place in the section */
  trends: Map<TrendDefinition, Map<Day, Figures>>;
  /** ids behind the traced figures */
  records: string[];
}

/** Figures of every report that its notes speak of: see `period-notes`. */
const NOTE_FIGURES: ReadonlyMap<string, FigureRule> = new Map<string, FigureRule>([
  ['note:no-age', { count: 'visit', of: 'patients', where: { age: { unknown: true } } }],
  ['note:no-sex', { count: 'visit', of: 'patients', where: { sex: ['unknown'] } }],
  ['note:clock', { count: 'visit', where: { clockUncertain: true } }],
]);

/** Sections that say nothing of visits. */
const WITHOUT_VISITS = new Set<SectionDefinition['show']>([
  'stock',
  'expiry',
  'stock-alerts',
  'stock-balances',
  'stock-movements',
  'stock-doubts',
  'indent',
  'sync',
  'open-referrals',
  'form',
  'patient',
]);

/**
 * Reads a period's visits once and counts all that the report wants to know of them: keeps the records behind the
 * `traced` figures, and shows `also` each visit.
 */
export async function gatherFigures(
  deps: ReportDeps,
  definition: ReportDefinition,
  period: ReportPeriod,
  { traced = [], also }: { traced?: string[]; also?: { take(visit: VisitFacts): void } } = {},
): Promise<Gathered> {
  const { facility, onProgress } = deps;
  const rules = reportFigures(definition);
  const figures = new FigureFold(new Map([...NOTE_FIGURES, ...rules]), period, traced);
  const flow = new FlowFold(period);
  const trends = definition.sections
    .filter((section) => section.show === 'trend')
    .map((section) => ({ section, days: new Map<Day, FigureFold>() }));

  const wanted = definition.sections.some(({ show }) => !WITHOUT_VISITS.has(show));
  // An empty span where no visit is asked for.
  const daysBack = definition.lookBackDays + mostDaysBefore(rules);
  const span = { from: addDays(period.from, -daysBack), to: wanted ? period.to : '' };
  const spanDays = daysOf(span);
  for (const [index, day] of spanDays.entries()) {
    for (const recorded of await visitsOfDay(deps, day)) {
      const visit = withPerson(recorded, facility.patients.get(recorded.patient), facility.workflow.people);
      figures.take(visit);
      flow.take(visit);
      also?.take(visit);
      for (const { section, days } of trends) takeByDay(section, days, visit, period);
    }
    onProgress?.(index + 1, spanDays.length);
  }
  return {
    figures: figures.figures(),
    flow,
    trends: new Map(
      trends.map(({ section, days }) => [
        section,
        new Map([...days].map(([day, fold]) => [day, fold.figures()])),
      ]),
    ),
    records: figures.records(),
  };
}

function mostDaysBefore(rules: ReadonlyMap<string, FigureRule>): number {
  return Math.max(0, ...[...rules.values()].map((rule) => ('count' in rule ? (rule.daysBefore ?? 0) : 0)));
}

function takeByDay(
  section: TrendDefinition,
  days: Map<Day, FigureFold>,
  visit: VisitFacts,
  { from, to }: ReportPeriod,
): void {
  for (const day of new Set(visit.facts.map((fact) => fact.day))) {
    if (day < from || day > to) continue;
    let fold = days.get(day);
    if (!fold) {
      const rules = section.series.map(({ rule }, index): [string, FigureRule] => [String(index), rule]);
      fold = new FigureFold(new Map(rules), { from: day, to: day });
      days.set(day, fold);
    }
    fold.take(visit);
  }
}
