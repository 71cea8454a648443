import type { ReportPlot } from '../../../records/report.js';
import { daysOf } from '../../../records/reports/report-period.js';
import type { TrendDefinition } from '../../../templates/report-definition.js';
import type { SectionContext } from '../section-context.js';
import { dayLabel } from '../day-label.js';

export function trendSection(
  section: TrendDefinition,
  { gathered, period, language }: SectionContext,
): ReportPlot {
  const days = daysOf(period);
  const byDay = gathered.trends.get(section);
  return {
    kind: 'plot',
    ...(section.title && { title: section.title[language] }),
    form: section.form,
    unit: section.unit[language],
    labels: days.map((day) => dayLabel(day, language, days.length)),
    series: section.series.map(({ name }, index) => ({
      name: name[language],
      // A day on which nobody came is a day with 0.
      values: days.map((day) => byDay?.get(day)?.get(String(index)) ?? 0),
    })),
  };
}
