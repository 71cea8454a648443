import Joi from 'joi';
import { choiceField, numberField, textField } from '../../form-fields.js';
import { ASK_KEY_LENGTH } from './ask-key.js';
import { CLOSE_REASONS } from './close-reasons.js';

/** The dispensing form by the names of its inputs; see the schema. */
export type DispenseValues = Record<string, string | number | boolean | undefined>;

const MOST_UNITS = 100_000;
const LINE = String.raw`[b-z]?\d{1,3}_\d{1,2}`;

const batchInput = (column: string) => new RegExp(String.raw`^g${LINE}_\d{1,2}\.${column}$`);
const lineInput = (column: string) => new RegExp(String.raw`^l${LINE}\.${column}$`);

export const dispenseSchema = Joi.object<DispenseValues>({
  /** the prescriptions that the page shows */
  rx: textField(100),
  /** `later`: the patient comes back for the rest */
  go: choiceField('finish', 'later'),
  /** line whose substitutes are looked for, or whose chosen one is taken over */
  find: textField(10),
})
  .pattern(batchInput('batch'), textField(60))
  .pattern(batchInput('quantity'), numberField(0, MOST_UNITS))
  // the drug whose batches the page shows
  .pattern(lineInput('drug'), textField(80))
  .pattern(lineInput('substitute'), textField(80))
  .pattern(lineInput('search'), textField(60))
  .pattern(lineInput('agreedBy'), textField(30))
  // what the page asked about: see `askKey`
  .pattern(lineInput('allergy'), textField(ASK_KEY_LENGTH))
  .pattern(lineInput('asked'), textField(30))
  .pattern(lineInput('close'), choiceField(...CLOSE_REASONS));

/** What was typed for one line. */
export interface TypedLine {
  drug: string;
  substitute: string;
  agreedBy: string;
  search: string;
  close: string;
  /** the allergies that a doctor was asked about, as the page named them */
  allergy: string;
  /** the doctor who was asked about them */
  asked: string;
  batches: { field: string; batch: string; quantity: number }[];
}

export function typedLine(values: DispenseValues, key: string): TypedLine {
  const text = (column: string) => String(values[`l${key}.${column}`] ?? '');
  const batches: TypedLine['batches'] = [];
  for (let i = 0; `g${key}_${i}.batch` in values; i += 1) {
    const field = `g${key}_${i}.quantity`;
    batches.push({
      field,
      batch: String(values[`g${key}_${i}.batch`]),
      quantity: Number(values[field] ?? 0),
    });
  }
  return {
    drug: text('drug'),
    substitute: text('substitute'),
    agreedBy: text('agreedBy'),
    search: text('search'),
    close: text('close'),
    allergy: text('allergy'),
    asked: text('asked'),
    batches,
  };
}
