import { dayOf } from '../../../records/day.js';
import type { ReportPlot, ReportTable } from '../../../records/report.js';
import type { Spread } from '../../../records/reports/flow-fold.js';
import { daysOf } from '../../../records/reports/report-period.js';
import type { PlainDefinition } from '../../../templates/report-definition.js';
import { dayLabel } from '../day-label.js';
import type { SectionContext } from '../section-context.js';

/** Median and 90th percentile of waiting and service at each station, then of the whole stay. */
export function waitsSection(section: PlainDefinition, context: SectionContext): ReportTable {
  const { gathered, deps, language, t } = context;
  const { flow } = gathered;
  const right = { align: 'right' as const, width: 1.4 };
  const whole = flow.total();
  return {
    kind: 'table',
    ...(section.title && { title: section.title[language] }),
    columns: [
      { key: 'station', title: t('reports.station'), width: 3 },
      { key: 'count', title: t('reports.stays'), ...right },
      { key: 'wait', title: t('reports.waitMedian'), ...right },
      { key: 'wait90', title: t('reports.waitP90'), ...right },
      { key: 'service', title: t('reports.serviceMedian'), ...right },
      { key: 'service90', title: t('reports.serviceP90'), ...right },
    ],
    rows: deps.facility.workflow.stations.map(({ id, name }) => {
      const waits = flow.waits(id);
      const services = flow.services(id);
      return {
        cells: {
          station: name[language],
          count: waits.count,
          wait: minutes(waits.median),
          wait90: minutes(waits.p90),
          service: minutes(services.median),
          service90: minutes(services.p90),
        },
      };
    }),
    total: {
      cells: {
        station: t('reports.wholeStay'),
        count: whole.count,
        wait: minutes(whole.median),
        wait90: minutes(whole.p90),
        service: null,
        service90: null,
      },
    },
  };
}

export function waitsByHourSection(section: PlainDefinition, context: SectionContext): ReportPlot {
  const { gathered, deps, language, t } = context;
  const hours = gathered.flow.hours();
  return {
    kind: 'plot',
    ...(section.title && { title: section.title[language] }),
    form: 'lines',
    unit: t('reports.minutesP90'),
    labels: hours.map((hour) => `${String(hour).padStart(2, '0')}–${String(hour + 1).padStart(2, '0')}`),
    series: deps.facility.workflow.stations.map(({ id, name }) => ({
      name: name[language],
      values: hours.map((hour) => minutes(gathered.flow.waitsAt(id, hour).p90)),
    })),
  };
}

export function stayByDaySection(section: PlainDefinition, context: SectionContext): ReportPlot {
  const { gathered, period, deps, language, t } = context;
  const today = dayOf(deps.facility.now());
  const days = daysOf(period).filter((day) => day <= today);
  const values = (pick: (spread: Spread) => number | null) =>
    days.map((day) => minutes(pick(gathered.flow.total(day))));
  return {
    kind: 'plot',
    ...(section.title && { title: section.title[language] }),
    form: 'lines',
    unit: t('reports.minutes'),
    labels: days.map((day) => dayLabel(day, language, days.length)),
    series: [
      { name: t('reports.median'), values: values(({ median }) => median) },
      { name: t('reports.p90'), values: values(({ p90 }) => p90) },
    ],
  };
}

function minutes(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
