import type { Station } from '../../records/care.js';
import type { VisitView } from '../../records/visit-fold.js';

/**
 * Whether a visit is open and at this station, so that the station's save may move it on. Also tells of visits of
 * earlier days, which no queue holds any more: a test or a medicine may come days later.
 */
export function isAt(view: Pick<VisitView, 'station' | 'state'>, station: Station): boolean {
  return view.station === station && view.state !== 'finished' && view.state !== 'left';
}
