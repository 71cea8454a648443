import { printedAbha } from '../../../records/abha.js';
import {
  COMPARED_FIELDS,
  compareParticulars,
  type ComparedField,
} from '../../../records/duplicates/compare-particulars.js';
import { printedPatientId } from '../../../records/ids.js';
import type { Demographics } from '../../../records/people.js';
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
      values: [valueOf(one, field, t), valueOf(other, field, t)],
      likeness: likeness[field],
      words: t(`centre.duplicates.likeness.${likeness[field]}`),
    })),
  };
}

function valueOf(person: Demographics, field: ComparedField, t: Translate): string {
  const { sex, birthDate, birthDateEstimated, relative, abha } = person;
  switch (field) {
    case 'sex':
      return t(`choices.sex.${sex}`);
    case 'birthDate':
      return birthDateEstimated && birthDate ? t('person.about', { age: birthDate }) : (birthDate ?? '');
    case 'relative':
      return relative ? t(`person.relation.${relative.relation}`, { name: relative.name }) : '';
    case 'abha':
      return abha === undefined ? '' : printedAbha(abha);
    default:
      return person[field] ?? '';
  }
}
