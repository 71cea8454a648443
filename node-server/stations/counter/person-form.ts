import Joi from 'joi';
import type { CustomHelpers } from 'joi';
import { printedAbha, readAbha } from '../../../records/abha.js';
import type { AbhaCard } from '../../../records/abha.js';
import { birthDateFromAge, readBirthDate } from '../../../records/birth-date.js';
import type { Day } from '../../../records/day.js';
import type { Demographics, Relative, Sex } from '../../../records/people.js';
import { choiceField, mobileField, nameField, numberField, textField } from '../../form-fields.js';

/** A person's particulars as the counter's forms ask for them. */
export interface PersonValues {
  name: string;
  sex: Sex;
  age?: number;
  ageUnit?: 'years' | 'months';
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

/** `today` is asked at the time of reading. */
export function personFields(today: () => Day): Joi.PartialSchemaMap<PersonValues> {
  return {
    name: nameField().required(),
    sex: choiceField('female', 'male', 'other', 'unknown').required(),
    age: numberField(0, 120).when('birthDate', { is: Joi.exist(), otherwise: Joi.required() }),
    ageUnit: choiceField('years', 'months'),
    birthDate: Joi.string()
      .empty('')
      .custom((typed: string, helpers) => {
        const { birthDate, error } = readBirthDate(typed, today());
        return error ? fault(helpers, error) : birthDate;
      }),
    mobile: mobileField(),
    relation: choiceField('father', 'husband', 'mother', 'guardian').when('relativeName', {
      is: Joi.exist(),
      then: Joi.required(),
    }),
    relativeName: nameField(),
    village: nameField(),
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
export function readPerson(values: PersonValues, today: Day, before?: Demographics): Demographics {
  const { name, sex, mobile, relation, relativeName, village, abha, abhaAddress, category } = values;
  return {
    name,
    sex,
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

function readBirth(
  { birthDate, age, ageUnit }: PersonValues,
  today: Day,
  before?: Demographics,
): Pick<Demographics, 'birthDate' | 'birthDateEstimated'> {
  const stands = birthDate !== undefined && birthDate === before?.birthDate;
  if (birthDate !== undefined && !(stands && age !== undefined)) {
    return { birthDate, ...(stands && before.birthDateEstimated && { birthDateEstimated: true }) };
  }
  const told =
    age === undefined
      ? null
      : birthDateFromAge(ageUnit === 'months' ? { months: age } : { years: age }, today);
  return told === null ? {} : { birthDate: told, birthDateEstimated: true };
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
