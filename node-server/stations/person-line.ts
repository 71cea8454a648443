import { ageText } from '../../records/birth-date.js';
import type { Day } from '../../records/day.js';
import { printedPatientId, type PatientId } from '../../records/ids.js';
import { maskedMobile } from '../../records/mobile.js';
import type { Demographics } from '../../records/people.js';
import type { Translate } from '../../templates/locale.js';

/** A person in the words of a page, as `patientBanner` takes them. The mobile number is masked. */
export interface PersonLine {
  id: string;
  name: string;
  ageSex: string;
  relative?: string;
  village?: string;
  mobile?: string;
}

export function personLine(person: Demographics & { id: PatientId }, t: Translate, today: Day): PersonLine {
  const { relative, village, mobile } = person;
  return {
    id: printedPatientId(person.id),
    name: person.name,
    ageSex: ageAndSex(person, t, today),
    ...(relative && { relative: t(`person.relation.${relative.relation}`, { name: relative.name }) }),
    ...(village !== undefined && { village }),
    ...(mobile !== undefined && { mobile: maskedMobile(mobile) }),
  };
}

/** `लगभग 34 वर्ष, महिला` */
export function ageAndSex(person: Demographics, t: Translate, today: Day): string {
  const sex = t(`choices.sex.${person.sex}`);
  const age = person.birthDate && ageText(person.birthDate, today, person.birthDateEstimated);
  if (!age) return sex;
  const words = t(`person.age.${age.unit}`, { value: age.value });
  return `${age.about ? t('person.about', { age: words }) : words}, ${sex}`;
}
