import { ageAt } from './birth-date.js';
import type { Day } from './day.js';
import type { Demographics, Priority } from './people.js';

/** At which ages something is so usual that nobody asks; completed years, both ends count. Data of the workflow. */
export interface PersonRules {
  pregnantFrom: number;
  pregnantTo: number;
  elderlyFrom: number;
  marriedFrom: number;
}

/** `refuse`: it cannot be; `ask`: it may be, and is mostly a slip of the unit or of the button. */
export interface PersonDoubt {
  field: 'priority' | 'relation';
  code: 'pregnantMan' | 'pregnantAge' | 'elderlyAge' | 'husbandAge';
  kind: 'refuse' | 'ask';
}

/** What of somebody's sex, age, priority and relative does not go together; what is not known speaks against nothing. */
export function personDoubts(
  person: Partial<Pick<Demographics, 'sex' | 'birthDate' | 'relative' | 'category'>>,
  priority: Priority | undefined,
  { today, rules }: { today: Day; rules: PersonRules },
): PersonDoubt[] {
  const years = person.birthDate === undefined ? null : (ageAt(person.birthDate, today)?.years ?? null);
  const doubts: PersonDoubt[] = [];
  const is = (one: Priority): boolean => priority === one || person.category === one;
  if (is('pregnant')) {
    if (person.sex === 'male') doubts.push({ field: 'priority', code: 'pregnantMan', kind: 'refuse' });
    else if (years !== null && !isPregnantAge(years, rules))
      doubts.push({ field: 'priority', code: 'pregnantAge', kind: 'ask' });
  }
  if (years === null) return doubts;
  if (is('elderly') && years < rules.elderlyFrom)
    doubts.push({ field: 'priority', code: 'elderlyAge', kind: 'ask' });
  if (person.relative?.relation === 'husband' && years < rules.marriedFrom)
    doubts.push({ field: 'relation', code: 'husbandAge', kind: 'ask' });
  return doubts;
}

/** Whether a pregnancy is possible, as far as is known: who is asked about it, and of whom the word is believed. */
export function mayBePregnant(
  { sex, birthDate }: Pick<Demographics, 'sex' | 'birthDate'>,
  { today, rules }: { today: Day; rules: PersonRules },
): boolean {
  if (sex === 'male') return false;
  const years = birthDate === undefined ? null : (ageAt(birthDate, today)?.years ?? null);
  return years === null || isPregnantAge(years, rules);
}

function isPregnantAge(years: number, { pregnantFrom, pregnantTo }: PersonRules): boolean {
  return years >= pregnantFrom && years <= pregnantTo;
}
