import { join } from 'node:path';
import Joi from 'joi';
import type { DosePattern, DoseWords, UnitWords } from '../records/dose-instruction.js';
import type { Words } from '../records/envelope.js';
import { readReferenceJson, wordsSchema } from './reference-json.js';

interface DoseFile {
  patterns: (Omit<DosePattern, 'once' | 'asNeeded' | 'words'> & {
    once?: boolean;
    asNeeded?: boolean;
    words: string;
  })[];
  times: Record<string, Words>;
  amounts: Record<string, Words>;
  food: DoseWords['food'];
  days: DoseWords['days'];
}

const doseFile: Joi.ObjectSchema<DoseFile> = Joi.object({
  patterns: Joi.array()
    .items(
      Joi.object({
        key: Joi.string().max(20).required(),
        short: Joi.string().required(),
        printed: Joi.string().required(),
        perDay: Joi.number().integer().min(1).max(12).required(),
        everyDays: Joi.number().min(1).max(31).required(),
        once: Joi.boolean(),
        asNeeded: Joi.boolean(),
        times: Joi.array().items(Joi.string()).min(1).required(),
        label: wordsSchema.required(),
        apply: wordsSchema.required(),
        words: Joi.string().allow('').required(),
      }),
    )
    .unique('key')
    .min(1)
    .required(),
  times: Joi.object().pattern(Joi.string(), wordsSchema).required(),
  amounts: Joi.object().pattern(Joi.string(), wordsSchema).required(),
  food: Joi.object({ before: wordsSchema, after: wordsSchema, with: wordsSchema })
    .prefs({ presence: 'required' })
    .required(),
  days: Joi.object({ one: wordsSchema.required(), many: wordsSchema.required() }).required(),
});

const unitsFile = Joi.object<Record<string, UnitWords>>().pattern(
  Joi.string(),
  Joi.object({
    hi: Joi.object({
      one: Joi.string().required(),
      many: Joi.string().required(),
      half: Joi.string(),
    }).required(),
    en: Joi.object({ one: Joi.string().required(), many: Joi.string().required() }).required(),
    largest: Joi.number().positive().required(),
    uncounted: Joi.boolean(),
  }),
);

/** Dose patterns, units and the words that instructions are made of. */
export function readDoseWords(folder: string): DoseWords {
  const file = readReferenceJson(join(folder, 'dose-patterns.json'), withKnownTimes);
  const units = readReferenceJson(join(folder, 'units.json'), unitsFile);
  const patterns = file.patterns.map((pattern): [string, DosePattern] => [
    pattern.key,
    {
      ...pattern,
      once: pattern.once ?? false,
      asNeeded: pattern.asNeeded ?? false,
      words: pattern.words.split(',').filter((word) => word !== ''),
    },
  ]);
  return {
    patterns: new Map(patterns),
    units: new Map(Object.entries(units)),
    times: file.times,
    amounts: file.amounts,
    food: file.food,
    days: file.days,
  };
}

const withKnownTimes = doseFile.custom((file: DoseFile, helpers) => {
  for (const pattern of file.patterns) {
    const unknown = pattern.times.find((time) => !(time in file.times));
    if (unknown !== undefined) {
      return helpers.message({ custom: `pattern ${pattern.key}: no words for the time “${unknown}”` });
    }
  }
  return file;
});
