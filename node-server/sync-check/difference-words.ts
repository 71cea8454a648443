import type { DayCheck } from '../../sync/verify/verify-ledger-days.js';
import type { DifferenceKind } from '../../sync/verify/compare-day.js';
import type { Translate } from '../../templates/locale.js';

/** In the order in which they matter. */
const KINDS: DifferenceKind[] = ['missing', 'deleted', 'refused', 'other', 'extra', 'waiting'];

/** `2 missing at the centre, 1 not sent yet` */
export function countWords(counts: DayCheck['counts'], say: Translate): string {
  return kindsIn(counts)
    .map((kind) => say(`syncCheck.counted.${kind}`, { n: counts[kind] ?? 0 }))
    .join(', ');
}

/** What is to be done, one sentence for each kind of difference. */
export function todoWords(counts: DayCheck['counts'], say: Translate): string[] {
  return kindsIn(counts).map((kind) => say(`syncCheck.todo.${kind}`));
}

/** Does nothing differ but that some records have not gone yet? */
export function onlyWaits(counts: DayCheck['counts']): boolean {
  return kindsIn(counts).every((kind) => kind === 'waiting');
}

/** Records that differ, those left out that have not gone yet. */
export function countDiffering({ waiting: _, ...counts }: DayCheck['counts']): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function kindsIn(counts: DayCheck['counts']): DifferenceKind[] {
  return KINDS.filter((kind) => (counts[kind] ?? 0) > 0);
}
