const formats = new Map<number, Intl.NumberFormat>();

/**
 * A count as people in India read it, with at most so many decimals: 4,216; 1,00,000. Never for an id, a code, a year,
 * a token or a port.
 */
export function indianNumber(value: number, decimals = 0): string {
  let format = formats.get(decimals);
  if (!format) {
    format = new Intl.NumberFormat('en-IN', { maximumFractionDigits: decimals });
    formats.set(decimals, format);
  }
  return format.format(value);
}
