const MOST = 3;
/** The difference of any two whole numbers within ±LARGEST still fits a double. */
export const LARGEST = 2 ** 50;

/** Decimals (at most three) that hold the number exactly, or null. */
export function decimalsOf(value: number): number | null {
  for (let decimals = 0; decimals <= MOST; decimals += 1) {
    const scaled = Math.round(value * 10 ** decimals);
    if (Math.abs(scaled) > LARGEST / 10 ** MOST) return null;
    if (scaled / 10 ** decimals === value) return decimals;
  }
  return null;
}
