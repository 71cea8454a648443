import Joi from 'joi';
import type { FieldError } from '../../../records/facility-error.js';
import type { Demographics } from '../../../records/people.js';
import { personDoubts } from '../../../records/person-doubts.js';
import type { Facility } from '../../facility.js';
import type { SlipChoice } from './issue-slip.js';

/** What needs the clerk's "yes": its tick sends `answer`, which counts for these very particulars. */
export interface PersonQuestion {
  code: string;
  answer: string;
  isAnswered: boolean;
}

export interface JudgedPerson {
  errors: FieldError[];
  questions: PersonQuestion[];
}

/** Refuses what cannot be, and asks about what is mostly a slip: see `personDoubts`. `sure`: what was answered yes. */
export function judgePerson(
  facility: Facility,
  person: Partial<Demographics>,
  { priority, sure = [] }: Pick<SlipChoice, 'priority'> & { sure?: string[] },
  /** what the form calls the priority */
  field: 'priority' | 'category' = 'priority',
): JudgedPerson {
  const judged: JudgedPerson = { errors: [], questions: [] };
  const now = { today: facility.today(), rules: facility.workflow.people };
  for (const doubt of personDoubts(person, priority === 'none' ? undefined : priority, now)) {
    const error = { field: doubt.field === 'priority' ? field : doubt.field, code: `person.${doubt.code}` };
    const answer = [doubt.code, person.birthDate, person.sex].join(' ');
    const isAnswered = sure.includes(answer);
    if (doubt.kind === 'ask') judged.questions.push({ code: doubt.code, answer, isAnswered });
    if (!isAnswered) judged.errors.push(error);
  }
  return judged;
}

/** The same of a priority alone that is given to somebody known: what stands in the particulars was asked there. */
export function judgePriority(
  facility: Facility,
  { sex, birthDate }: Pick<Demographics, 'sex' | 'birthDate'>,
  choice: Pick<SlipChoice, 'priority'> & { sure?: string[] },
): JudgedPerson {
  return judgePerson(facility, { name: '', sex, ...(birthDate !== undefined && { birthDate }) }, choice);
}

/** The answers of a form. */
export function sureField(): Joi.ArraySchema<string[]> {
  return Joi.array<string[]>().items(Joi.string().max(80)).single().max(8).default([]);
}
