import Joi from 'joi';
import type { CustomHelpers, NumberSchema, StringSchema } from 'joi';
import { printedAbha, readAbha } from '../../../records/abha.js';
import type { AbhaCard } from '../../../records/abha.js';
import { ageContradicts, type AgeUnit } from '../../../records/age-contradicts.js';
import { birthDateFromAge, readBirthDate } from '../../../records/birth-date.js';
import type { Day } from '../../../records/day.js';
import type { FieldError } from '../../../records/facility-error.js';
import type { Demographics, Relative, Sex } from '../../../records/people.js';
import {
  choiceField,
  mobileField,
  nameField,
  numberField,
  placeField,
  textField,
} from '../../form-fields.js';

/** A person's particulars as the counter's forms ask for them. */
export interface PersonValues {
  name: string;
  sex: Sex;
  age?: number;
  ageUnit?: AgeUnit;
  /** FHIR date */
  birthDate?: string;
  mobile?: string;
  relation?: Relative['relation'];
  relativeName?: string;
  village?: string;
  /** 14 digits */
  abha?: string;
  abhaAddress?: string;
  category?: NonNullable<Demographics['category']> | 'none';
}

export type BirthValues = Pick<PersonValues, 'age' | 'ageUnit' | 'birthDate'>;

/** `today` is asked at the time of reading. */
export function birthFields(today: () => Day): {
  age: NumberSchema;
  ageUnit: StringSchema;
  birthDate: StringSchema;
} {
  return {
    age: numberField(0, 120),
    ageUnit: choiceField('years', 'months', 'days'),
    birthDate: Joi.string()
      .empty('')
      .custom((typed: string, helpers) => {
        const { birthDate, error } = readBirthDate(typed, today());
        return error ? fault(helpers, error) : birthDate;
      }),
  };
}

/** The same. */
export function personFields(today: () => Day): Joi.PartialSchemaMap<PersonValues> {
  const birth = birthFields(today);
  return {
    name: nameField().required(),
    sex: choiceField('female', 'male', 'other', 'unknown').required(),
    ...birth,
    age: birth.age.when('birthDate', { is: Joi.exist(), otherwise: Joi.required() }),
    mobile: mobileField(),
    relation: choiceField('father', 'husband', 'mother', 'guardian').when('relativeName', {
      is: Joi.exist(),
      then: Joi.required(),
    }),
    relativeName: nameField(),
    village: placeField(),
    abha: Joi.string()
      .empty('')
      .custom((typed: string, helpers) => {
        const { abha, error } = readAbha(typed);
        return error ? fault(helpers, error) : abha;
      }),
    abhaAddress: textField(60).pattern(/^[^\s@]+@[^\s@]+$/),
    category: choiceField('pregnant', 'elderly', 'disabled', 'none'),
  };
}

function fault(
  helpers: CustomHelpers,
  error: { code: string; params?: Record<string, string | number> },
): Joi.ErrorReport {
  return helpers.error(`field.${error.code}`, error.params ? { params: error.params } : {});
}

/**
 * What the form says of a person. A told age gives an estimated birth year; a birth date that was given goes before
 * it, except where it only stands there from `before` and the age is what was typed anew.
 */
export function readPerson(values: PersonValues, today: Day, before?: Demographics): Demographics;
/** The same of a form of which not all could be read. */
export function readPerson(values: Partial<PersonValues>, today: Day): Partial<Demographics>;
export function readPerson(
  values: Partial<PersonValues>,
  today: Day,
  before?: Demographics,
): Partial<Demographics> {
  const { name, sex, mobile, relation, relativeName, village, abha, abhaAddress, category } = values;
  return {
    ...(name !== undefined && { name }),
    ...(sex !== undefined && { sex }),
    ...readBirth(values, today, before),
    ...(mobile && { mobile }),
    ...(relation && relativeName && { relative: { name: relativeName, relation } }),
    ...(village && { village }),
    ...(before?.household !== undefined && { household: before.household }),
    ...(abha && { abha, abhaVerified: before?.abha === abha ? (before.abhaVerified ?? false) : false }),
    ...(abhaAddress && { abhaAddress: abhaAddress.toLowerCase() }),
    ...(category && category !== 'none' && { category }),
  };
}

export function readBirth(
  { birthDate, age, ageUnit }: BirthValues,
  today: Day,
  before?: Demographics,
): Pick<Demographics, 'birthDate' | 'birthDateEstimated'> {
  const stands = birthDate !== undefined && birthDate === before?.birthDate;
  if (birthDate !== undefined && !(stands && age !== undefined)) {
    return { birthDate, ...(stands && before.birthDateEstimated && { birthDateEstimated: true }) };
  }
  const told = toldBirth(age, ageUnit, today);
  return told === null ? {} : { birthDate: told, birthDateEstimated: true };
}

/** An age beside a birth date that was typed with it, where one of the two must be wrong; `inWords` says the date's. */
export function ageErrors(
  { birthDate, age, ageUnit = 'years' }: BirthValues,
  { today, inWords, before }: { today: Day; inWords: (birthDate: string) => string; before?: Demographics },
): FieldError[] {
  const told = toldBirth(age, ageUnit, today);
  if (birthDate === undefined || told === null || birthDate === before?.birthDate) return [];
  if (!ageContradicts(told, ageUnit, birthDate, today)) return [];
  return [{ field: 'age', code: 'person.ageAgainstBirth', params: { age: inWords(birthDate) } }];
}

function toldBirth(age: number | undefined, unit: AgeUnit = 'years', today: Day): string | null {
  return age === undefined ? null : birthDateFromAge({ [unit]: age }, today);
}

/** The form filled in with what is known of a person, or what a card tells. */
export function personValues(person: Partial<Demographics> | AbhaCard): Record<string, string> {
  const known: Partial<Demographics> = person;
  const { name, sex, birthDate, mobile, relative, village, abha, abhaAddress, category } = known;
  const values = {
    name,
    sex,
    birthDate: birthDate?.split('-').reverse().join('-'),
    mobile,
    relation: relative?.relation,
    relativeName: relative?.name,
    village,
    abha: abha && printedAbha(abha),
    abhaAddress,
    category,
  };
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
