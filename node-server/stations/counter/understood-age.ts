import type { Request } from '@hapi/hapi';
import Joi from 'joi';
import type { FieldError } from '../../../records/facility-error.js';
import type { Demographics } from '../../../records/people.js';
import type { Facility } from '../../facility.js';
import { languageOf, translator } from '../../language.js';
import { ageWords } from './age-words.js';
import { ageErrors, birthFields, readBirth, type BirthValues } from './person-form.js';

/** How the age that stands in a form is understood, in the page's language; empty while it cannot be. */
export function understoodAge(facility: Facility, request: Request, typed: object): string {
  const today = facility.today();
  const schema = Joi.object<BirthValues>(birthFields(() => today));
  const read: Joi.ValidationResult<BirthValues> = schema.validate(typed, { stripUnknown: true });
  if (read.error) return '';
  return ageWords(readBirth(read.value, today), wordsOf(facility, request));
}

/** What of a typed age and birth date cannot both be right, in the page's language. */
export function ageErrorsOf(
  facility: Facility,
  request: Request,
  values: BirthValues,
  before?: Demographics,
): FieldError[] {
  const words = wordsOf(facility, request);
  return ageErrors(values, {
    today: words.today,
    inWords: (birthDate) => ageWords({ birthDate }, words),
    ...(before && { before }),
  });
}

export function wordsOf(facility: Facility, request: Request) {
  return { today: facility.today(), t: translator(request), language: languageOf(request) };
}
