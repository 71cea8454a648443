import Joi from 'joi';
import { allergyWords, words } from './people-schemas.js';
import { calendarDate } from './schema-dates.js';
import { drugCode, partRef, patientRef, staffId, testCode, visitRef } from './schema-ids.js';
import { number, truth } from './schema-scalars.js';
import { line, note } from './schema-text.js';
import type { PartKind } from './ids.js';

const station = Joi.valid('vitals', 'doctor', 'lab', 'pharmacy');
const priority = Joi.valid('emergency', 'pregnant', 'elderly', 'disabled');
const lineNumber = number().integer().min(1).max(99);
/** dispensing units; the checks of a prescription set narrower bounds */
const quantity = number().integer().max(10_000);

export function part(kind: PartKind) {
  return { _id: partRef(kind).required(), patient: patientRef.required() };
}

/** Bounds in which a reading is physically possible at all; what is plausible stands in `vitals.json`. */
function reading(low: number, high: number): Joi.NumberSchema {
  return number().min(low).max(high);
}

export const visit = {
  _id: visitRef.required(),
  patient: patientRef.required(),
  kind: Joi.valid('new', 'returning').required(),
  station: station.required(),
  priority,
  reason: line(200),
};

export const move = {
  ...part('move'),
  action: Joi.valid(
    'call',
    'recall',
    'skip',
    'hold',
    'resume',
    'transfer',
    'prioritise',
    'finish',
    'leave',
  ).required(),
  station: Joi.valid('vitals', 'doctor', 'lab', 'pharmacy', 'counter').required(),
  room: line(60),
  to: station.when('action', { is: 'transfer', then: Joi.required() }),
  priority: Joi.valid('emergency', 'pregnant', 'elderly', 'disabled', 'none').when('action', {
    is: 'prioritise',
    then: Joi.required(),
  }),
  reason: line(500),
};

export const vitals = {
  ...part('vitals'),
  temperatureC: reading(15, 50),
  pulse: reading(0, 500).integer(),
  respiratoryRate: reading(0, 250).integer(),
  systolic: reading(0, 500).integer(),
  diastolic: reading(0, 400).integer(),
  spo2: reading(0, 100),
  onOxygen: truth(),
  weightKg: reading(0.1, 700),
  heightCm: reading(10, 300),
  glucose: reading(0, 3000),
  muacMm: reading(10, 1000),
  consciousness: Joi.valid('alert', 'confusion', 'voice', 'pain', 'unresponsive'),
  pregnant: truth(),
  note: note(),
  confirmed: Joi.array().items(line(40)).max(20),
};

export const consultation = {
  ...part('consultation'),
  complaints: Joi.array()
    .items(Joi.object({ text: line(200).required(), duration: number().integer().min(0).max(36_500) }))
    .max(20)
    .required(),
  examination: note(),
  advice: Joi.array().items(line(500)).max(30),
  followUp: calendarDate,
};

export const diagnosis = {
  ...part('diagnosis'),
  code: Joi.string().pattern(/^[A-Z]\d{2}(\.\d{1,2})?$/),
  text: words.required(),
  certainty: Joi.valid('provisional', 'confirmed').required(),
  ongoing: truth(),
};

const dose = Joi.object({
  pattern: line(20).required(),
  amount: number().greater(0).max(1000).required(),
  unit: line(20).required(),
  days: number().integer().min(1).max(365).required(),
  food: Joi.valid('before', 'after', 'with'),
});

export const prescription = {
  ...part('rx'),
  lines: Joi.array()
    .items(
      Joi.object({
        line: lineNumber.required(),
        drug: drugCode,
        name: line(200).required(),
        dose: dose.required(),
        // What is bought outside needs no quantity.
        quantity: quantity
          .when('drug', { is: Joi.exist(), then: quantity.min(1), otherwise: quantity.min(0) })
          .required(),
        note: line(500),
      }),
    )
    .unique('line')
    .min(1)
    .max(40)
    .required(),
  supersedes: partRef('rx'),
  reason: note(500),
  accepted: Joi.array().items(line(60)).max(100),
  signedOver: Joi.array()
    .items(Joi.object({ line: lineNumber.required(), ...allergyWords, reason: note(500) }))
    .max(100),
};

export const labOrder = {
  ...part('lab-order'),
  tests: Joi.array().items(testCode).unique().min(1).max(60).required(),
  urgent: truth(),
  note: note(),
  repeated: Joi.array().items(testCode).unique().max(60),
};

export const labResult = {
  ...part('lab-result'),
  order: partRef('lab-order').required(),
  test: testCode.required(),
  value: Joi.alternatives(number(), note()).required(),
  unit: line(30),
  range: line(200),
  flag: Joi.valid('normal', 'low', 'high', 'abnormal', 'critical').required(),
  corrects: partRef('lab-result'),
  note: note(),
};

export const labAck = { ...part('lab-ack'), result: partRef('lab-result').required() };

export const dispense = {
  ...part('dispense'),
  prescription: partRef('rx').required(),
  lines: Joi.array()
    .items(
      Joi.object({
        line: lineNumber.required(),
        drug: drugCode.required(),
        batch: line(40).required(),
        quantity: quantity.min(1).required(),
        substitute: Joi.object({
          for: drugCode.required(),
          agreedBy: staffId.required(),
          ratio: Joi.array().items(number().integer().min(1).max(1_000_000_000)).length(2),
        }),
      }),
    )
    .max(200)
    .required(),
  closed: Joi.array()
    .items(Joi.object({ line: lineNumber.required(), reason: line(500).required() }))
    .max(99),
  asked: Joi.array()
    .items(Joi.object({ line: lineNumber.required(), ...allergyWords, doctor: staffId.required() }))
    .max(100),
};

export const dispenseReturn = {
  ...part('return'),
  dispense: partRef('dispense').required(),
  lines: Joi.array()
    .items(
      Joi.object({
        drug: drugCode.required(),
        batch: line(40).required(),
        quantity: quantity.min(1).required(),
      }),
    )
    .min(1)
    .max(200)
    .required(),
  reason: line(500).required(),
};

export const admission = {
  ...part('admission'),
  action: Joi.valid('admit', 'discharge').required(),
  reason: note(),
  outcome: line(60),
};
