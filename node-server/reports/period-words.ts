import { isoDate } from '../../records/day.js';
import { isoWeek, type PeriodKind, type ReportPeriod } from '../../records/reports/report-period.js';
import { formatDay } from '../../templates/format-day.js';
import { formatMonth } from '../../templates/format-month.js';
import type { Language, Translate } from '../../templates/locale.js';

/** `नवंबर 2026`, `सप्ताह 47, 2026: 16 नव॰ 2026 – 22 नव॰ 2026` */
export function periodWords(
  kind: PeriodKind,
  { from, to }: ReportPeriod,
  language: Language,
  t: Translate,
): string {
  if (kind === 'month') return formatMonth(language, isoDate(from));
  if (from === to) return formatDay(language, from);
  const span = `${formatDay(language, from)} – ${formatDay(language, to)}`;
  if (kind !== 'week') return span;
  const { year, week } = isoWeek(from);
  return t('reports.week', { week, year: String(year), span });
}
