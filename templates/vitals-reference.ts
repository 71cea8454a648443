import { join } from 'node:path';
import Joi from 'joi';
import type { VitalsReference } from '../records/vitals-check.js';
import { readReferenceJson, wordsSchema } from './reference-json.js';

const range = Joi.array().ordered(
  Joi.number().required(),
  Joi.number()
    .greater(Joi.ref('0', { ancestor: 1 }))
    .required(),
);
const ages = { fromDays: Joi.number().min(0), toDays: Joi.number().greater(0) };
const FIELDS = [
  'temperatureC',
  'pulse',
  'respiratoryRate',
  'systolic',
  'diastolic',
  'spo2',
  'weightKg',
  'heightCm',
  'glucose',
  'muacMm',
];

const vitalsFile: Joi.ObjectSchema<VitalsReference> = Joi.object({
  fields: Joi.array()
    .items(
      Joi.object({
        field: Joi.valid(...FIELDS).required(),
        label: wordsSchema.required(),
        unit: Joi.string().required(),
        decimals: Joi.number().integer().min(0).max(2).required(),
        plausible: range.length(2).required(),
        possible: range.length(2).required(),
        fahrenheit: range.length(2),
        plausibleByAge: Joi.array().items(
          Joi.object({ ...ages, range: range.length(2).required(), source: Joi.string() }),
        ),
        changes: Joi.array().items(
          Joi.object({
            ...ages,
            way: Joi.valid('fall', 'rise'),
            percent: Joi.number().greater(0),
            amount: Joi.number().min(0),
            perMonth: Joi.number().greater(0),
            withinDays: Joi.number().integer().greater(0),
            source: Joi.string().required(),
          })
            .or('percent', 'amount')
            .without('percent', ['amount', 'perMonth']),
        ),
        danger: Joi.array()
          .items(
            Joi.object({
              ...ages,
              pregnant: Joi.boolean(),
              low: Joi.number(),
              high: Joi.number(),
              level: Joi.valid('danger', 'attention').required(),
              code: Joi.string().required(),
              words: wordsSchema.required(),
              source: Joi.string(),
            }).or('low', 'high'),
          )
          .required(),
      }),
    )
    .unique('field')
    .length(FIELDS.length)
    .required(),
  news2: Joi.object({
    attention: Joi.number().integer().min(1).max(20).required(),
    emergency: Joi.number().integer().min(Joi.ref('attention')).max(20).required(),
    source: Joi.string().required(),
  }).required(),
  consciousness: Joi.object({
    label: wordsSchema,
    choices: Joi.object(
      Object.fromEntries(
        ['alert', 'confusion', 'voice', 'pain', 'unresponsive'].map((key) => [key, wordsSchema]),
      ),
    ),
    danger: wordsSchema.keys({ code: Joi.string() }),
  })
    .prefs({ presence: 'required' })
    .required(),
});

/** Labels, limits and danger bands of the vital signs. */
export function readVitals(folder: string): VitalsReference {
  return readReferenceJson(join(folder, 'vitals.json'), vitalsFile);
}
