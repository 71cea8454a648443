/** Letters in a plot, points. */
export const PLOT_SIZE = 7.5;
export const PLOT_LINE = PLOT_SIZE * 1.36;

/** The round values of an axis, in order; the first and the last enclose all values and zero. */
export function axisTicks(values: number[], wanted = 5): number[] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  if (low === high) return [0, 1];
  const whole = values.every(Number.isInteger);
  const step = roundStep((high - low) / wanted, whole);
  const from = Math.floor(low / step);
  const to = Math.ceil(high / step);
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
}

function roundStep(rough: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((one) => one * power >= rough) ?? 10) * power;
  return whole ? Math.max(1, step) : step;
}

/** Where a value lies between two places on paper. */
export function axisScale(ticks: number[], from: number, to: number): (value: number) => number {
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}
