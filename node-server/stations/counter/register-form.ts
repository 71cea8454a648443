import Joi from 'joi';
import type { Facility } from '../../facility.js';
import { choiceField, textField } from '../../form-fields.js';
import { choiceFields } from './choice-fields.js';
import type { SlipChoice } from './issue-slip.js';
import { sureField } from './judge-person.js';
import { personFields, type PersonValues } from './person-form.js';

/** What the form of a new person sends. Why somebody goes first stands for the category. */
export type RegisterValues = Omit<PersonValues, 'category'> &
  SlipChoice & {
    /** ids of the likely duplicates that were shown, and an ABHA number that was */
    seen?: string;
    seenAbha?: string;
    /** answers to questions: see `judgePerson` */
    sure: string[];
    /** in what the number's owner differs, and the clerk has compared */
    sameNumber?: string;
    /** the card is somebody else's */
    number?: 'without';
  };

export function registerForm(facility: Facility): Joi.ObjectSchema<RegisterValues> {
  const { category: _category, ...person } = personFields(() => facility.today());
  return Joi.object<RegisterValues>({
    ...person,
    ...choiceFields,
    seen: textField(400),
    seenAbha: textField(20),
    sure: sureField(),
    sameNumber: textField(40),
    number: choiceField('without'),
  });
}
