import { printedAbha } from '../../../records/abha.js';
import {
  COMPARED_FIELDS,
  compareParticulars,
  type ComparedField,
  type ComparedParticular,
  type Weight,
} from '../../../records/duplicates/compare-particulars.js';
import type { NameShares } from '../../../records/duplicates/name-shares.js';
import { printedPatientId } from '../../../records/ids.js';
import type { Demographics } from '../../../records/people.js';
import { formatDay } from '../../../templates/format-day.js';
import type { Language, Translate } from '../../../templates/locale.js';
import type { PairPerson } from '../../duplicates/read-pair-people.js';

const TONES: Record<Weight, 'good' | 'plain' | 'danger'> = {
  stronglyFor: 'good',
  for: 'good',
  little: 'plain',
  against: 'danger',
  stronglyAgainst: 'danger',
};

/** Two patients side by side, field by field, with what each field says of their being one person. */
export function pairView(
  [a, b]: [PairPerson, PairPerson],
  { t, language, year, shares }: { t: Translate; language: Language; year: number; shares: NameShares },
) {
  const [one, other] = [demographicsOf(a), demographicsOf(b)];
  const { probability, surety, particulars } = compareParticulars(one, other, { shares, year });
  return {
    probability,
    surety: t(`centre.duplicates.surety.${surety}`),
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
      likeness: particulars[field].likeness,
      words: compareWords(particulars[field], t),
      weight: weightWords(particulars[field], t),
      tone: TONES[particulars[field].weight ?? 'little'],
    })),
  };
}

export function demographicsOf(person: PairPerson): Demographics {
  return { ...person, name: person.name ?? '', sex: person.sex ?? 'unknown' };
}

function compareWords({ likeness, apart }: ComparedParticular, t: Translate): string {
  if (!apart) return t(`centre.duplicates.likeness.${likeness}`);
  const { n, unit, rounded } = apart;
  const words = t(`centre.duplicates.apart.${unit}`, { n });
  return rounded ? `${words}; ${t('centre.duplicates.apart.rounded')}` : words;
}

function weightWords({ weight, because }: ComparedParticular, t: Translate): string {
  if (!weight) return '';
  const words = t(`centre.duplicates.weight.${weight}`);
  return because ? `${words}: ${t(`centre.duplicates.because.${because}`)}` : words;
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
