/** Units of what is given and the units of what was asked for that they stand for: `[2, 1]`, two for one. */
export type Ratio = [given: number, stands: number];

/** An exact number of units, as a fraction in lowest terms: halves and thirds add up without rounding. */
export interface Share {
  readonly over: bigint;
  readonly under: bigint;
}

export const NOTHING: Share = { over: 0n, under: 1n };

export function share(over: number | bigint, under: number | bigint = 1): Share {
  const [a, b] = [BigInt(over), BigInt(under)];
  const common = greatestDivisor(a < 0n ? -a : a, b);
  return { over: a / common, under: b / common };
}

export function addShares(a: Share, b: Share): Share {
  return share(a.over * b.under + b.over * a.under, a.under * b.under);
}

/** What is left of `a`; never less than nothing. */
export function withoutShare(a: Share, b: Share): Share {
  const over = a.over * b.under - b.over * a.under;
  return over <= 0n ? NOTHING : share(over, a.under * b.under);
}

export function wholeUnits({ over, under }: Share): number {
  return Number(over / under);
}

/** Units of something else that do the work of a share, rounded up: what is opened is given. */
export function unitsFor({ over, under }: Share, [given, stands]: Ratio = [1, 1]): number {
  const [a, b] = [over * BigInt(given), under * BigInt(stands)];
  return Number((a + b - 1n) / b);
}

/** What so many units stand for. */
export function shareOf(units: number, [given, stands]: Ratio = [1, 1]): Share {
  return share(BigInt(Math.round(units)) * BigInt(stands), given);
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a || 1n : greatestDivisor(b, a % b);
}
