import { isoDate } from '../../../records/day.js';
import { isoWeek, type PeriodKind, type ReportPeriod } from '../../../records/reports/report-period.js';

/** A period as it stands in addresses and files' names, and as `readPeriod` reads it. */
export function periodPath(kind: PeriodKind, { from, to }: ReportPeriod): string {
  switch (kind) {
    case 'month':
      return isoDate(from).slice(0, 7);
    case 'week': {
      const { year, week } = isoWeek(from);
      return `${year}-W${String(week).padStart(2, '0')}`;
    }
    case 'day':
      return isoDate(from);
    default:
      return `${isoDate(from)}..${isoDate(to)}`;
  }
}
