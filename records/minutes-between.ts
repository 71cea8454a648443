/** Minutes from one instant to a later one (ISO 8601 texts), with fractions. */
export function minutesBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 60_000;
}
