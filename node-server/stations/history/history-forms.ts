import Joi from 'joi';
import type { ConsentRecord, HistoryScope } from '../../../records/box.js';
import type { Draft } from '../../../records/envelope.js';
import { addDays, isoDate, type Day } from '../../../records/day.js';
import { reasonFields, type GivenReason } from '../../access/reason-fields.js';
import { choiceField, choicesField, textField } from '../../form-fields.js';

export const ANSWERS = ['yes', 'no'] as const;
export const MODES = ['spoken', 'written', 'thumb'] as const;
export const SCOPES = ['private', 'restricted'] as const satisfies HistoryScope[];
/** For how long a patient says yes: this visit, a course of treatment, a year. */
export const SPANS = ['today', 'month', 'year'] as const;

const SPAN_DAYS: Record<(typeof SPANS)[number], number> = { today: 0, month: 30, year: 365 };

export interface ConsentValues {
  answer: (typeof ANSWERS)[number];
  mode: ConsentRecord['mode'];
  span?: (typeof SPANS)[number];
  scope: HistoryScope[];
  givenBy?: string;
}

/** What the patient says to having the history brought here. */
export const consentForm = Joi.object<ConsentValues>({
  answer: choiceField(...ANSWERS).required(),
  mode: choiceField(...MODES).required(),
  span: choiceField(...SPANS).default('today'),
  scope: choicesField(...SCOPES),
  givenBy: textField(80),
});

export const reasonForm = Joi.object<GivenReason>(reasonFields);

/** The consent as it is recorded. */
export function consentFields(
  { answer, mode, span = 'today', scope, givenBy }: ConsentValues,
  today: Day,
): Omit<Draft<ConsentRecord>, '_id' | 'type'> {
  const said = { purpose: 'history' as const, mode, ...(givenBy === undefined ? {} : { givenBy }) };
  if (answer === 'no') return { ...said, given: false };
  return {
    ...{ ...said, given: true, until: isoDate(addDays(today, SPAN_DAYS[span])) },
    ...(scope.length > 0 ? { scope } : {}),
  };
}
