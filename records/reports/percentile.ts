/** The smallest value that at least so many per cent of all values do not exceed (nearest rank); null of none. */
export function percentile(values: readonly number[], percent: number): number | null {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.max(0, Math.ceil((percent / 100) * ordered.length) - 1)] ?? null;
}
