import { startOfDay } from '../../../records/day.js';
import { formatDay } from '../../../templates/format-day.js';
import type { HistoryDay } from '../../monitor/box-history.js';
import type { BoxSample, BoxStatus } from '../../monitor/box-status.js';
import { freePercent, type Telling } from '../../monitor/describe-box.js';
import { barChart, type BarChart } from '../charts/bar-chart.js';

export interface GridCell {
  x: number;
  y: number;
  kind: 'heard' | 'battery' | 'silent';
  label: string;
}

/** Days from top to bottom, hours of India from left to right. */
export interface HeardGrid {
  width: number;
  height: number;
  cell: { width: number; height: number };
  cells: GridCell[];
  hours: { x: number; words: string }[];
  /** where its first busy hour begins: a phone shows the day's part from there */
  busyFrom: number;
  /** of the days' names, which stand beside the hours and stay when these are moved */
  namesWidth: number;
  days: { y: number; words: string }[];
  /** the same as a table: heard in so many hours of the day */
  rows: { day: string; heard: number; battery: number }[];
}

const CELL = { width: 22, height: 16 };
const NAMES_WIDTH = 96;
const TOP = 18;
const HOURS = 24;

/** When a box was heard; the latest day on top. Hours that are still to come are left out. */
export function heardGrid(history: readonly HistoryDay[], { say, language, now }: Telling): HeardGrid {
  const latest = history.toReversed();
  const isToCome = (day: string, hour: number): boolean => hourOf(day, hour) > now;
  const kindOf = (sample: BoxSample | null): GridCell['kind'] =>
    sample === null ? 'silent' : sample.onBattery === true ? 'battery' : 'heard';
  const cells = latest.flatMap(({ day, hours }, row) =>
    hours.flatMap((sample, hour): GridCell[] => {
      if (isToCome(day, hour)) return [];
      const kind = kindOf(sample);
      const label = `${formatDay(language, day)}, ${hour}–${hour + 1}: ${say(`boxes.heard.${kind}`)}`;
      return [{ x: hour * CELL.width, y: TOP + row * CELL.height, kind, label }];
    }),
  );
  return {
    width: HOURS * CELL.width,
    height: TOP + latest.length * CELL.height,
    cell: { width: CELL.width - 2, height: CELL.height - 2 },
    cells,
    hours: [0, 3, 6, 9, 12, 15, 18, 21].map((hour) => ({ x: hour * CELL.width, words: String(hour) })),
    busyFrom: firstBusyHour(history) * CELL.width,
    namesWidth: NAMES_WIDTH,
    days: latest.flatMap(({ day }, row) =>
      // Every day's name where there is room, else one a week.
      latest.length <= 31 || row % 7 === 0
        ? [{ y: TOP + (row + 0.75) * CELL.height, words: formatDay(language, day) }]
        : [],
    ),
    rows: latest.map(({ day, hours }) => ({
      day: formatDay(language, day),
      heard: hours.filter((sample) => sample !== null).length,
      battery: hours.filter((sample) => sample?.onBattery === true).length,
    })),
  };
}

/** The first hour of the day in which it is heard at least half as often as in any; 0 where it never was. */
export function firstBusyHour(history: readonly HistoryDay[]): number {
  const heard = Array.from(
    { length: HOURS },
    (_, hour) => history.filter(({ hours }) => (hours[hour] ?? null) !== null).length,
  );
  const most = Math.max(...heard);
  return heard.findIndex((count) => count * 2 >= most);
}

export interface HistoryChart {
  title: string;
  unit: string;
  chart: BarChart;
}

/** Up to so many days are drawn hour by hour; more of them day by day. */
const HOURLY_DAYS = 7;

/** What was measured over the days; of what was never told there is no picture. */
export function historyCharts(
  history: readonly HistoryDay[],
  { diskTotalMb }: BoxStatus,
  telling: Telling,
): HistoryChart[] {
  const { say, language } = telling;
  const percent = ({ diskFreeMb }: BoxSample): number | null =>
    diskFreeMb === undefined || diskTotalMb === undefined ? null : freePercent({ diskFreeMb, diskTotalMb });
  const measures: [
    name: string,
    of: (sample: BoxSample) => number | null,
    worst: typeof Math.max,
    upTo?: number,
  ][] = [
    ['waiting', ({ waiting }) => waiting ?? null, Math.max],
    ['disk', percent, Math.min, 100],
    ['battery', ({ batteryPercent }) => batteryPercent ?? null, Math.min, 100],
    ['clock', ({ clockErrorS }) => (clockErrorS === undefined ? null : Math.abs(clockErrorS)), Math.max],
    ['line', ({ lineBytesPerS }) => (lineBytesPerS === undefined ? null : lineBytesPerS / 1_000), Math.min],
  ];
  return measures.flatMap(([name, of, worst, upTo]): HistoryChart[] => {
    const points = pointsOf(history, language).map(({ label, samples }) => {
      const values = samples.map(of).filter((value) => value !== null);
      const value = values.length === 0 ? null : worst(...values);
      const text = value === null ? '–' : say(`boxes.charts.unit.${name}`, { n: readable(value) });
      return { label, value, text };
    });
    if (points.every(({ value }) => value === null)) return [];
    return [
      {
        title: say(`boxes.charts.${name}`),
        unit: say(`boxes.charts.column.${name}`),
        chart: barChart(points, undefined, upTo === undefined ? {} : { upTo }),
      },
    ];
  });
}

function pointsOf(
  history: readonly HistoryDay[],
  language: Telling['language'],
): { label: string; samples: BoxSample[] }[] {
  return history.flatMap(({ day, hours }) => {
    const words = formatDay(language, day);
    if (history.length > HOURLY_DAYS) {
      return [{ label: words, samples: hours.filter((sample) => sample !== null) }];
    }
    return hours.map((sample, hour) => ({
      label: `${words}, ${hour}:00`,
      samples: sample === null ? [] : [sample],
    }));
  });
}

/** With a decimal; what is smaller than that keeps its first digit, and does not pass for nothing. */
function readable(value: number): number {
  return Math.abs(value) < 1 ? Number(value.toPrecision(1)) : Math.round(value * 10) / 10;
}

/** The first instant of an hour in India. */
function hourOf(day: string, hour: number): number {
  return startOfDay(day) + hour * 3_600_000;
}
