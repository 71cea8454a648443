import type { ReportPlot, ReportRow, ReportSection, ReportTable } from '../../../records/report.js';
import { addDays, weekdayOf, type Day } from '../../../records/day.js';
import { daysOf, isoWeek } from '../../../records/reports/report-period.js';
import { AS_IT_STOOD } from '../../../records/summary/as-it-stood.js';
import { FOOTFALL, sumSummaries } from '../../../records/summary/sum-summaries.js';
import type { DayCard } from '../../../templates/day-picture.js';
import { dayCell, usualWords, type Telling } from '../figures/day-cell.js';
import { countText } from '../figures/figure-text.js';
import type { PackFigures, WeekFigures } from './read-pack.js';

/** The week beside the weeks before: what the page of a day shows, for as many days of each. */
export function weekSections(telling: Telling, figures: PackFigures): ReportSection[] {
  return [weekTable(telling, figures), footfallPlot(telling, figures)];
}

function weekTable(telling: Telling, { weeks, kinds }: PackFigures): ReportTable {
  const { t, book } = telling;
  const columns = weeks.map(({ period }, index) => ({
    key: `week${index}`,
    title: t('centre.pack.weekShort', { week: isoWeek(period.from).week }),
    align: 'right' as const,
    width: 1.1,
  }));
  const row = (
    name: string,
    tell: (week: WeekFigures) => string,
    more: Partial<ReportRow> = {},
  ): ReportRow => ({
    ...more,
    cells: {
      name,
      ...Object.fromEntries(weeks.map((week, index) => [`week${index}`, tell(week)])),
      ...more.cells,
    },
  });
  return {
    kind: 'table',
    title: t('centre.pack.figures'),
    columns: [
      { key: 'name', title: '', width: 3.6 },
      ...columns,
      { key: 'usual', title: t('centre.pack.usual'), align: 'right', width: 3.4 },
    ],
    rows: [
      row(t('centre.pack.reports'), ({ sum }) => countText(sum.days)),
      ...book.day.cards.flatMap((card) => cardRows(telling, card, { weeks, kinds }, row)),
    ],
  };
}

function cardRows(
  telling: Telling,
  card: DayCard,
  { weeks, kinds }: Pick<PackFigures, 'weeks' | 'kinds'>,
  row: (name: string, tell: (week: WeekFigures) => string, more?: Partial<ReportRow>) => ReportRow,
): ReportRow[] {
  const { t, language } = telling;
  const before = sumSummaries(weeks.slice(0, -1).map(({ sum }) => sum));
  const now = weeks.at(-1)?.sum ?? sumSummaries([]);
  return [
    row(card.name[language], ({ sum }) => dayCell(telling, card, sum).text, {
      cells: { usual: usualWords(telling, card, { sum: now, before, kinds }, 'week') },
    }),
    ...(card.parts ?? []).map(({ name, figure, less }) =>
      row(
        name[language],
        ({ sum, end }) => {
          const from = AS_IT_STOOD.includes(figure) ? end : sum;
          if (from.days === 0) return t('centre.noReport');
          const taken = less === undefined ? 0 : (from.figures[less] ?? 0);
          return countText((from.figures[figure] ?? 0) - taken);
        },
        { indent: 1 },
      ),
    ),
  ];
}

/** Patients of each day beside the mean of the same weekday before; a day that nobody reported is a gap. */
function footfallPlot({ t }: Telling, { days, week, weeks }: PackFigures): ReportPlot {
  const patients = new Map(
    days.filter(({ sum }) => sum.days > 0).map(({ day, sum }) => [day, sum.figures[FOOTFALL] ?? 0]),
  );
  const shown = daysOf(week);
  const usual = (day: Day): number | null => {
    const known = weeks
      .slice(0, -1)
      .flatMap((_, index) => patients.get(addDays(day, -7 * (index + 1))) ?? []);
    return known.length === 0 ? null : Math.round(known.reduce((all, one) => all + one, 0) / known.length);
  };
  return {
    kind: 'plot',
    title: t('centre.pack.footfall'),
    form: 'bars',
    unit: t('centre.today.patients'),
    labels: shown.map((day) => t(`centre.weekday.${weekdayOf(day)}`)),
    series: [
      { name: t('centre.pack.thisWeek'), values: shown.map((day) => patients.get(day) ?? null) },
      { name: t('centre.pack.meanBefore'), values: shown.map(usual) },
    ],
  };
}
