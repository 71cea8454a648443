import type { VillageCount } from '../../../records/summary.js';

/** Fewer people than this may be one household that everybody there knows: their number is never told. */
export const FEW_PEOPLE = 5;

/** A village, or what is left of a facility's small ones. */
export interface VillageLine {
  /** null: several, told together */
  village: string | null;
  /** how many villages it stands for */
  of: number;
  people: number;
  households: number;
}

/**
 * One facility's villages with the small ones joined into one line, the last; never a single one of them, which would be
 * the difference to the sum. So all that is told adds up, and no household is told by itself.
 */
export function joinSmallVillages(villages: readonly VillageCount[]): VillageLine[] {
  const [first, ...rest] = [...villages].sort((a, b) => a.people - b.people);
  if (!first || first.people >= FEW_PEOPLE) return villages.map((one) => ({ ...one, of: 1 }));
  const joined = [first];
  const people = (): number => joined.reduce((sum, one) => sum + one.people, 0);
  for (const one of rest) {
    if (one.people >= FEW_PEOPLE && people() >= FEW_PEOPLE) break;
    joined.push(one);
  }
  const alone = joined.length === 1 ? first.village : null;
  return [
    ...villages.filter((one) => !joined.includes(one)).map((one) => ({ ...one, of: 1 })),
    {
      ...{ village: alone, of: joined.length, people: people() },
      households: joined.reduce((sum, one) => sum + one.households, 0),
    },
  ];
}
