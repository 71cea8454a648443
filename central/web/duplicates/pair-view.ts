import { printedAbha } from '../../../records/abha.js';
import {
  COMPARED_FIELDS,
  compareParticulars,
  type ComparedField,
} from '../../../records/duplicates/compare-particulars.js';
import { printedPatientId } from '../../../records/ids.js';
import type { Demographics } from '../../../records/people.js';
import { formatDay } from '../../../templates/format-day.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { PairPerson } from '../../duplicates/read-pair-people.js';

/** Two patients side by side, field by field. */
export function pairView(
  [a, b]: [PairPerson, PairPerson],
  { t, language, year }: { t: Translate; language: Language; year: number },
) {
  const [one, other] = [a, b].map((person): Demographics => ({
    ...person,
    name: person.name ?? '',
    sex: person.sex ?? 'unknown',
  }));
  if (!one || !other) throw new TypeError('a pair is two');
  const likeness = compareParticulars(one, other, year);
  return {
    path: `/duplicates/${printedPatientId(a.id)}/${printedPatientId(b.id)}`,
    people: [a, b].map((person) => ({
      id: printedPatientId(person.id),
      name: person.name ?? '',
      home:
        (person.home && (language === 'hi' ? (person.home.hi ?? person.home.en) : person.home.en)) ??
        person.box,
      box: person.box,
      facilities: person.facilities.join(', '),
    })),
    rows: COMPARED_FIELDS.map((field) => ({
      label: t(`centre.duplicates.field.${field}`),
      values: [valueOf(one, field, t, language), valueOf(other, field, t, language)],
      likeness: likeness[field],
      words: t(`centre.duplicates.likeness.${likeness[field]}`),
    })),
  };
}

function bornWords(
  { birthDate = '', birthDateEstimated }: Demographics,
  t: Translate,
  language: Language,
): string {
  const date = birthDate.length === 10 ? formatDay(language, birthDate) : birthDate;
  return birthDateEstimated ? t('person.about', { age: date }) : date;
}

function valueOf(person: Demographics, field: ComparedField, t: Translate, language: Language): string {
  const { sex, relative, abha } = person;
  switch (field) {
    case 'sex':
      return t(`choices.sex.${sex}`);
    case 'birthDate':
      return bornWords(person, t, language);
    case 'relative':
      return relative ? t(`person.relation.${relative.relation}`, { name: relative.name }) : '';
    case 'abha':
      return abha === undefined ? '' : printedAbha(abha);
    default:
      return person[field] ?? '';
  }
}
