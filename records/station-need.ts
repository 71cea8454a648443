import { dayOf, type Day } from './day.js';
import type { StaffId } from './ids.js';
import { isOpen, presentEntry } from './queue-entry.js';
import type { VisitView } from './visit-fold.js';

/**
 * Whether a station needs a visit that is closed to it by a restriction: it still has something to do there, or this
 * person did it today. It then sees that work (the lines to dispense, the test to do), no more.
 */
export function stationNeeds(
  station: 'vitals' | 'lab' | 'pharmacy',
  view: VisitView,
  who: { by: StaffId; today: Day },
): boolean {
  const own = (records: readonly { by: StaffId; at: string }[]): boolean =>
    records.some(({ by, at }) => by === who.by && dayOf(at) === who.today);
  switch (station) {
    case 'vitals': {
      const entry = presentEntry(view.entry, who.today);
      return (entry !== undefined && isOpen(entry)) || own(view.vitals);
    }
    case 'lab': {
      const results = view.labOrders.flatMap(({ tests }) => tests).flatMap(({ result }) => result ?? []);
      return view.openTests.length > 0 || own(results);
    }
    case 'pharmacy':
      return view.openLines > 0 || own(view.dispenses);
  }
}
