import type { VisitId } from '../ids.js';
import { dispenseDoubts } from './dispense-doubts.js';
import { movementDoubts } from './movement-doubts.js';
import { DOUBT_KINDS, type DoubtLimits, type StockDoubt } from './stock-doubt.js';
import type { TracedStock } from './trace-stock.js';

/** What does not add up in a period; the most serious kind first, within a kind the oldest. */
export function findDoubts(stock: TracedStock, limits: DoubtLimits): StockDoubt[] {
  const emergencies = new Set<VisitId>(
    stock.evidence.visits.filter(({ priority }) => priority === 'emergency').map(({ _id }) => _id),
  );
  const found = [...movementDoubts(stock, limits), ...dispenseDoubts(stock)];
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
