import { ageInDays } from '../../records/age-in-days.js';
import type { Day } from '../../records/day.js';
import type { Demographics } from '../../records/people.js';

const YOUNGEST_YEARS = 10;
const OLDEST_YEARS = 55;

/** true where a pregnancy is possible, as far as is known: who is asked about it. */
export function mayBePregnant(person: Pick<Demographics, 'sex' | 'birthDate'>, today: Day): boolean {
  if (person.sex === 'male') return false;
  const days = ageInDays(person.birthDate, today);
  return days === null || (days / 365.25 >= YOUNGEST_YEARS && days / 365.25 <= OLDEST_YEARS);
}
