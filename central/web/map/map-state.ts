import { daysBetween, type Day } from '../../../records/day.js';
import type { Reported } from '../../summaries/followed-reports.js';

/** How a facility stands on the map: each has a shape of its own, beside its colour and its words. */
export type MapState = 'reported' | 'late' | 'silent' | 'never';

/** Days without a report from which on somebody should call there. */
const SILENT_DAYS = 3;

/** @param newest the last day that can have been reported */
export function mapState(
  reported: Reported | undefined,
  newest: Day,
): { state: MapState; days: number | null } {
  if (!reported) return { state: 'never', days: null };
  if (reported.last >= newest) return { state: 'reported', days: 0 };
  const days = daysBetween(reported.last, newest);
  return { state: days < SILENT_DAYS ? 'late' : 'silent', days };
}
