/** Ages in days, from inclusive, to exclusive. */
export interface AgeDays {
  fromDays?: number;
  toDays?: number;
}

const ADULT_DAYS = 30 * 365;

/** An unknown age (null) counts as an adult's. */
export function isOfAge({ fromDays = 0, toDays = Infinity }: AgeDays, ageDays: number | null): boolean {
  const age = ageDays ?? ADULT_DAYS;
  return age >= fromDays && age < toDays;
}
