import Joi from 'joi';
import type { ObjectSchema } from 'joi';
import type { FormView } from '../../forms.js';
import { textField } from '../../form-fields.js';
import { rowsFromNames } from '../../rows-from-names.js';

export interface ComplaintRow {
  /** of the complaints list; empty for the doctor's own words */
  code: string;
  text: string;
  /** days */
  duration: string;
}

export interface DiagnosisRow {
  /** ICD-10; empty for the doctor's own words */
  code: string;
  text: string;
  /** `confirmed`, else provisional */
  certainty: string;
  /** `yes` puts it on the problem list, `no` takes it off */
  ongoing: string;
}

export interface LineRow {
  /** code of the drug list; empty for a medicine to buy outside */
  drug: string;
  name: string;
  /** of a medicine to buy outside */
  unit: string;
  pattern: string;
  amount: string;
  days: string;
  food: string;
  quantity: string;
  /** the quantity as it was reckoned when the page was shown: whoever leaves it follows the dose */
  auto: string;
  note: string;
}

export interface WhyRow {
  /** what the reason counts for: see `reasonFor` */
  of: string;
  text: string;
}

/** A consultation that nobody has signed: what stands in the form's fields, as text. Stored nowhere. */
export interface Draft {
  complaint: ComplaintRow[];
  diagnosis: DiagnosisRow[];
  line: LineRow[];
  /** why medicines are given in spite of severe allergies */
  why: WhyRow[];
  tests: string[];
  advice: string[];
  /** warnings and questions that the doctor ticked */
  accepted: string[];
  /** categories of restriction that are ticked */
  restrict: string[];
  text: Record<TextName, string>;
}

const TEXTS = {
  examination: 2000,
  ownAdvice: 500,
  labNote: 500,
  urgentTests: 3,
  followUp: 20,
  referralTo: 10,
  referralFacility: 200,
  referralReason: 1000,
  referralUrgent: 3,
  admission: 20,
  admissionReason: 1000,
  admissionOutcome: 60,
  reason: 500,
  supersedes: 100,
  seen: 12,
  findComplaint: 200,
  findDiagnosis: 200,
  findDrug: 200,
  findTest: 200,
  findFacility: 200,
  allergySubstance: 100,
  allergyReaction: 200,
  allergySeverity: 10,
  restrictCategory: 20,
  restrictScope: 10,
  restrictReason: 500,
  restrictAsked: 60,
} as const;

export type TextName = keyof typeof TEXTS;

const ROWS = {
  complaint: { code: 40, text: 200, duration: 10 },
  diagnosis: { code: 10, text: 200, certainty: 20, ongoing: 3 },
  line: {
    drug: 80,
    name: 200,
    unit: 20,
    pattern: 20,
    amount: 12,
    days: 12,
    food: 10,
    quantity: 15,
    auto: 15,
    note: 200,
  },
  why: { of: 320, text: 300 },
} as const;

const MOST_ROWS = { complaint: 20, diagnosis: 20, line: 20, why: 60 } as const;
const MOST_TESTS = 40;

/** What a draft may hold at all; what its values mean is checked when it is signed. */
export function draftSchema(): ObjectSchema<{ action?: string }> {
  const texts = (limits: Record<string, number>): Record<string, Joi.Schema> =>
    Object.fromEntries(Object.entries(limits).map(([name, max]) => [name, textField(max)]));
  const rows = (table: keyof typeof ROWS): Joi.Schema =>
    Joi.array()
      .items(Joi.object(texts(ROWS[table])))
      .sparse()
      .max(MOST_ROWS[table]);
  const codes = (most: number): Joi.Schema => Joi.array().items(Joi.string().max(200)).single().max(most);
  return Joi.object({
    complaint: rows('complaint'),
    diagnosis: rows('diagnosis'),
    line: rows('line'),
    why: rows('why'),
    tests: codes(MOST_TESTS),
    advice: codes(40),
    accepted: codes(100),
    restrict: codes(10),
    seenResults: codes(100),
    alone: Joi.valid('yes'),
    action: Joi.string().max(200),
    ...texts(TEXTS),
  });
}

export function emptyDraft(): Draft {
  return readDraft({});
}

/** A form's values as a draft; what a draft doesn't have is left out. */
export function readDraft(values: FormView['values']): Draft {
  const fields = rowsFromNames(values);
  const rows = <T>(table: keyof typeof ROWS): T[] => {
    const found = Array.isArray(fields[table])
      ? (fields[table] as (Record<string, unknown> | undefined)[])
      : [];
    return found
      .filter((row) => row !== undefined && typeof row === 'object')
      .slice(0, MOST_ROWS[table])
      .map(
        (row) => Object.fromEntries(Object.keys(ROWS[table]).map((name) => [name, textOf(row[name])])) as T,
      );
  };
  return {
    complaint: rows<ComplaintRow>('complaint'),
    diagnosis: rows<DiagnosisRow>('diagnosis'),
    line: rows<LineRow>('line'),
    why: rows<WhyRow>('why'),
    tests: listOf(values['tests']).slice(0, MOST_TESTS),
    advice: listOf(values['advice']),
    accepted: listOf(values['accepted']),
    restrict: listOf(values['restrict']),
    text: Object.fromEntries(Object.keys(TEXTS).map((name) => [name, textOf(values[name])])) as Draft['text'],
  };
}

/** true where nothing of a consultation stands in it. */
export function isEmptyDraft({ complaint, diagnosis, line, tests, advice, text }: Draft): boolean {
  const written = (
    [
      ...(['examination', 'ownAdvice', 'followUp', 'admission'] as const),
      ...(['referralTo', 'referralFacility', 'referralReason'] as const),
    ] as const
  ).some((name) => text[name] !== '');
  return !written && [complaint, diagnosis, line, tests, advice].every((list) => list.length === 0);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: string | string[] | undefined): string[] {
  const all = value === undefined ? [] : Array.isArray(value) ? value : [value];
  return [...new Set(all.filter((one) => one !== ''))];
}
