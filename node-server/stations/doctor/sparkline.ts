import type { TestValue } from '../../../records/test-history.js';

/** A trend as a small drawing: places in a box of 120 × 32. */
export interface Sparkline {
  points: string;
  dots: { x: number; y: number; flag: TestValue['flag'] }[];
}

const WIDTH = 120;
const HEIGHT = 32;
const EDGE = 4;
const MOST_POINTS = 12;

/** Null where fewer than two numbers can be compared. The newest is at the right. */
export function sparkline(values: readonly TestValue[]): Sparkline | null {
  const numbers = values
    .flatMap(({ value, flag }) => (typeof value === 'number' ? [{ value, flag }] : []))
    .slice(-MOST_POINTS);
  if (numbers.length < 2) return null;
  const low = Math.min(...numbers.map(({ value }) => value));
  const span = Math.max(...numbers.map(({ value }) => value)) - low || 1;
  const dots = numbers.map(({ value, flag }, at) => ({
    x: round(EDGE + (at * (WIDTH - 2 * EDGE)) / (numbers.length - 1)),
    y: round(HEIGHT - EDGE - ((value - low) * (HEIGHT - 2 * EDGE)) / span),
    flag,
  }));
  return { points: dots.map(({ x, y }) => `${x},${y}`).join(' '), dots };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
