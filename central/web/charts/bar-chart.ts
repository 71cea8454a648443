export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  /** said of the bar by its title, and in the table beside the picture */
  label: string;
  text: string;
  /** set off from the others */
  marked: boolean;
  /** nothing is known: drawn as a gap, never as 0 */
  missing: boolean;
}

export interface BarChart {
  /** of the picture's own coordinates; it is stretched to the page */
  width: number;
  height: number;
  bars: Bar[];
  /** lines across, from the top down, the last of them at 0 */
  ticks: { y: number; text: string }[];
  /** a line across at what is aimed at */
  target: number | null;
  /** the first and the last bar's words */
  ends: [string, string];
}

export interface BarChartInput {
  label: string;
  value: number | null;
  text: string;
  marked?: boolean;
}

const SIZE = { width: 100, height: 100 };
/** of a bar's place, left free */
const GAP = 0.25;

/**
 * Where bars of values stand in a picture. Drawn on the server: it needs no script and prints. All words stand beside
 * it, so that they keep their size on a phone. `upTo`: where the scale ends, whatever the values.
 */
export function barChart(
  values: readonly BarChartInput[],
  target?: number,
  { upTo }: { upTo?: number } = {},
): BarChart {
  const { width, height } = SIZE;
  const most = upTo ?? niceCeiling(Math.max(0, target ?? 0, ...values.map(({ value }) => value ?? 0)));
  const step = width / Math.max(1, values.length);
  const y = (value: number): number => round(height * (1 - value / most));
  // There is no half of a patient or of a record.
  const isCount = values.every(({ value }) => Number.isInteger(value ?? 0));
  const ticks = isCount && most % 2 === 1 ? [most, 0] : [most, most / 2, 0];
  return {
    ...{ width, height },
    bars: values.map(({ label, value, text, marked = false }, index) => ({
      x: round(step * (index + GAP / 2)),
      y: y(value ?? 0),
      width: round(step * (1 - GAP)),
      height: round(height - y(value ?? 0)),
      ...{ label, text, marked, missing: value === null },
    })),
    ticks: ticks.map((value) => ({ y: y(value), text: AXIS.format(value) })),
    target: target === undefined ? null : y(target),
    ends: [values[0]?.label ?? '', values.at(-1)?.label ?? ''],
  };
}

/** A nice ceiling and its half have two digits that count: small ones, too, are told apart. */
const AXIS = new Intl.NumberFormat('en-IN', { maximumSignificantDigits: 2 });

/** The next number that reads well on an axis, and half of it too. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const tens = 10 ** Math.floor(Math.log10(value));
  return (
    [1, 1.2, 1.6, 2, 3, 4, 6, 8, 10].map((factor) => factor * tens).find((nice) => nice >= value) ?? 10 * tens
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
