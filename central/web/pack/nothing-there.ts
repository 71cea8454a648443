import type { ReportChecks } from '../../../records/report.js';

/** A section that has nothing to list says so: an empty one could be a mistake of the printer. */
export function nothingThere(title: string, text: string, ok = true): ReportChecks {
  return { kind: 'checks', title, checks: [{ text, ok }] };
}
