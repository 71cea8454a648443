import { ageAt } from '../../../records/birth-date.js';
import type { Day } from '../../../records/day.js';
import type { Demographics } from '../../../records/people.js';
import { formatDay } from '../../../templates/format-day.js';
import { formatMonth } from '../../../templates/format-month.js';
import type { Language, Translate } from '../../../templates/locale.js';

/** How an age was understood: `3 years 4 months, born about July 2023`; empty where none is known. */
export function ageWords(
  { birthDate = '', birthDateEstimated = false }: Pick<Demographics, 'birthDate' | 'birthDateEstimated'>,
  { today, t, language }: { today: Day; t: Translate; language: Language },
): string {
  const age = ageAt(birthDate, today);
  if (!age) return '';
  const { years, months = 0, days = 0 } = age;
  const said = [
    years > 0 && t('person.age.years', { value: years }),
    months > 0 && t('person.age.months', { value: months }),
    years === 0 && (months === 0 || (days > 0 && months < 3)) && t('person.age.days', { value: days }),
  ].filter((part) => part !== false);
  // Of a birth year alone nobody knows whether a child has lived for days or for months.
  if (years === 0 && age.months === undefined) said.splice(0, Infinity, t('person.age.underOne'));
  const born =
    birthDate.length === 4
      ? birthDate
      : (birthDate.length === 7 ? formatMonth : formatDay)(language, birthDate);
  const about = birthDateEstimated || birthDate.length < 10;
  return t(about ? 'person.bornAbout' : 'person.bornOn', { age: said.join(' '), born });
}
