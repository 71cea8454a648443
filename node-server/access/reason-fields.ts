import Joi from 'joi';
import type { Translate } from '../../templates/locale.js';
import { choiceField, textField } from '../form-fields.js';

const REASONS = ['emergency', 'care', 'asked', 'law', 'other'] as const;

/** Why a record is opened that is closed (break-glass). */
export interface GivenReason {
  why: string;
  words?: string;
}

export const reasonFields: Joi.PartialSchemaMap<GivenReason> = {
  why: choiceField(...REASONS).required(),
  words: textField(300).when('why', { is: 'other', then: Joi.required() }),
};

/** As an access record holds it: `other: a neighbour brought him`. */
export function reasonText({ why, words }: GivenReason): string {
  return words ? `${why}: ${words}` : why;
}

export function reasonChoices(t: Translate): { value: string; label: string }[] {
  return REASONS.map((value) => ({ value, label: t(`access.reasons.${value}`) }));
}
