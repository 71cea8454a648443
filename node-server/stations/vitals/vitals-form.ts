import Joi from 'joi';
import type { ObjectSchema } from 'joi';
import type { VitalsRecord } from '../../../records/care.js';
import type { Day } from '../../../records/day.js';
import type { FieldError } from '../../../records/facility-error.js';
import { toCelsius } from '../../../records/temperature.js';
import { checkChanges, type EarlierVitals } from '../../../records/vitals-change.js';
import {
  checkVitals,
  type EnteredVitals,
  type VitalCheck,
  type VitalField,
  type VitalFlag,
  type VitalsReference,
  type WhoseVitals,
} from '../../../records/vitals-check.js';
import { checkField, choiceField, numberField, textField } from '../../form-fields.js';

/** What the nurse's form sends. */
export interface TypedVitals extends EnteredVitals {
  /** what the thermometer shows */
  temperatureUnit: 'C' | 'F';
  pregnant: boolean;
  onOxygen: boolean;
  note?: string;
  /** answers to questions: `pulse=260`; an answer counts for this very value */
  confirmed: string[];
  /** vitals that the visit had when the form was opened */
  seen: number;
  action?: 'save' | 'pass';
}

/** A value that needs the nurse's "yes": its tick sends `answer`. */
export interface VitalQuestion {
  field: VitalField;
  code: string;
  params: Record<string, number | string>;
  answer: string;
}

export interface JudgedVitals {
  /** in the record's units */
  readings: EnteredVitals;
  /** implausible values that were confirmed */
  confirmed: VitalField[];
  questions: VitalQuestion[];
  errors: FieldError[];
  flags: VitalFlag[];
}

/** Far beyond anything measured: the limits of `vitals.json` say more plainly what is wrong. */
const NO_READING = 1_000_000;

export function vitalsSchema(reference: VitalsReference): ObjectSchema<TypedVitals> {
  const readings = reference.fields.map(({ field, decimals }) => [
    field,
    numberField(-NO_READING, NO_READING, decimals),
  ]);
  return Joi.object({
    ...(Object.fromEntries(readings) as Record<VitalField, Joi.Schema>),
    temperatureUnit: choiceField('C', 'F').default('C'),
    consciousness: choiceField(...Object.keys(reference.consciousness.choices)),
    pregnant: checkField(),
    onOxygen: checkField(),
    note: textField(1000),
    confirmed: Joi.array().items(Joi.string().max(40)).single().max(20).default([]),
    seen: numberField(0, 1000).default(0),
    action: choiceField('save', 'pass'),
  });
}

/** Nothing was measured, asked or written down. */
export function isEmpty({ readings }: Pick<JudgedVitals, 'readings'>, typed: TypedVitals): boolean {
  return Object.keys(readings).length === 0 && !typed.pregnant && typed.note === undefined;
}

/** Who is measured, and what was measured of them before. */
export interface Measuring extends WhoseVitals {
  earlier: EarlierVitals;
  today: Day;
  /** a day as the page writes it */
  sayDay: (day: Day) => string;
}

/** Decides what may be written down, what is asked about and what is refused. Takes what was typed right so far. */
export function judgeVitals(
  typed: Partial<TypedVitals>,
  reference: VitalsReference,
  measuring: Measuring,
): JudgedVitals {
  const answers = new Set(typed.confirmed);
  const readings = readingsOf(typed, reference, answers);
  const { checks, flags } = checkVitals(readings, reference, measuring);
  const changes = checkChanges(readings, measuring.earlier, reference, measuring);
  const judged: JudgedVitals = { readings, confirmed: [], questions: [], errors: [], flags };
  for (const check of checks) {
    const change = changes.find(({ field }) => field === check.field);
    // What it was before tells more than what is usual; one tick answers both.
    judgeOne(change && check.outcome !== 'refuse' ? said(change, measuring) : check, judged, answers);
  }
  return judged;
}

function said({ params = {}, ...change }: VitalCheck, { sayDay }: Measuring): VitalCheck {
  return { ...change, params: { ...params, day: sayDay(String(params['day'])) } };
}

function judgeOne(check: VitalCheck, judged: JudgedVitals, answers: ReadonlySet<string>): void {
  const { field, outcome, code = '', params = {} } = check;
  if (outcome === 'ok') return;
  if (outcome === 'refuse' && code !== 'looks-fahrenheit') {
    judged.errors.push({ field, code: `vitals.${code}`, params });
    return;
  }
  const answer =
    code === 'looks-fahrenheit' ? fahrenheitAnswer(Number(params['value'])) : `${field}=${params['value']}`;
  if (answers.has(answer)) judged.confirmed.push(field);
  else {
    judged.questions.push({ field, code, params, answer });
    judged.errors.push({ field, code: `vitals.${code}`, params });
  }
}

/** °F becomes °C where the thermometer was said to show it, or where the question was answered so. */
function readingsOf(
  typed: Partial<TypedVitals>,
  reference: VitalsReference,
  answers: ReadonlySet<string>,
): EnteredVitals {
  const readings: EnteredVitals = {};
  for (const { field } of reference.fields) {
    const value = typed[field];
    if (value !== undefined) readings[field] = value;
  }
  if (typed.consciousness !== undefined) readings.consciousness = typed.consciousness;
  const { temperatureC } = readings;
  const range = reference.fields.find(({ field }) => field === 'temperatureC')?.fahrenheit;
  if (temperatureC === undefined || !range || temperatureC < range[0] || temperatureC > range[1])
    return readings;
  if (typed.temperatureUnit === 'F' || answers.has(fahrenheitAnswer(temperatureC))) {
    readings.temperatureC = toCelsius(temperatureC);
  }
  return readings;
}

function fahrenheitAnswer(value: number | undefined): string {
  return `temperatureC=${value}F`;
}

/** The record's fields. */
export function vitalsFields(
  judged: JudgedVitals,
  typed: TypedVitals,
): Omit<Partial<VitalsRecord>, 'type' | '_id' | 'n' | 'at' | 'by' | 'v' | 'patient'> {
  return {
    ...judged.readings,
    ...(typed.pregnant ? { pregnant: true } : {}),
    ...(typed.onOxygen ? { onOxygen: true } : {}),
    ...(typed.note === undefined ? {} : { note: typed.note }),
    ...(judged.confirmed.length > 0 ? { confirmed: judged.confirmed } : {}),
  };
}
