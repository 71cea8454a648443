import type { Demographics } from '../people.js';

/** How far two birth dates lie apart, in the unit in which a person would say it. */
export interface BornApart {
  n: number;
  unit: 'days' | 'months' | 'years';
  /** one of the two was told as an age in years: some of it may be rounding */
  rounded: boolean;
}

const MONTHS_SAID = 24;

/** Null where the two say the same, or one of them says nothing. */
export function bornApart(a: Demographics, b: Demographics): BornApart | null {
  const [one = '', other = ''] = [a.birthDate, b.birthDate].sort();
  if (one === '' || other === '') return null;
  const rounded = [a, b].some(
    ({ birthDate, birthDateEstimated }) => birthDateEstimated === true || birthDate?.length !== 10,
  );
  const years = Number(other.slice(0, 4)) - Number(one.slice(0, 4));
  if (rounded) return years === 0 ? null : { n: years, unit: 'years', rounded };
  if (one === other) return null;
  const [from, to] = [new Date(one), new Date(other)];
  const months =
    years * 12 + to.getUTCMonth() - from.getUTCMonth() - (to.getUTCDate() < from.getUTCDate() ? 1 : 0);
  if (months === 0)
    return { n: Math.round((to.getTime() - from.getTime()) / 86_400_000), unit: 'days', rounded };
  if (months < MONTHS_SAID) return { n: months, unit: 'months', rounded };
  return { n: Math.floor(months / 12), unit: 'years', rounded };
}
