import type { VisitId } from '../ids.js';
import type { ReportPeriod } from '../reports/report-period.js';
import { dispenseDoubts } from './dispense-doubts.js';
import type { StockEvidence } from './evidence.js';
import { movementDoubts } from './movement-doubts.js';
import { DOUBT_KINDS, type DoubtLimits, type StockDoubt } from './stock-doubt.js';
import type { TraceFilter } from './trace-stock.js';

/** What does not add up in a period; the most serious kind first, within a kind the oldest. */
export function findDoubts(
  evidence: StockEvidence,
  period: ReportPeriod,
  limits: DoubtLimits,
  filter: TraceFilter = {},
): StockDoubt[] {
  const emergencies = new Set<VisitId>(
    evidence.visits.filter(({ priority }) => priority === 'emergency').map(({ _id }) => _id),
  );
  const found = [
    ...movementDoubts(evidence, period, limits, filter),
    ...dispenseDoubts(evidence, period, filter),
  ];
  const place = ({ kind }: StockDoubt): number => DOUBT_KINDS.indexOf(kind);
  return found
    .map((doubt): StockDoubt =>
      isExplained(doubt, emergencies) ? { ...doubt, explained: 'emergency' } : doubt,
    )
    .sort((a, b) => place(a) - place(b) || (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function isExplained({ kind, visit }: StockDoubt, emergencies: ReadonlySet<VisitId>): boolean {
  return (
    (kind === 'no-prescription' || kind === 'more-than-prescribed') &&
    visit !== undefined &&
    emergencies.has(visit)
  );
}
