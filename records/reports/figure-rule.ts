import type { ResultFlag } from '../care.js';
import type { Priority, Sex } from '../people.js';

/**
 * What a visit's records say that can be counted. `reading` is one measured value of the vitals; `complaint`
 * one of a consultation; `ordered` a test of an order, `test` a result in force, `pending-test` an ordered test without one; `prescription` is a whole one,
 * `prescribed` and `dispensed` are lines; `discharge` is the end of an admission.
 */
export const FACT_KINDS = [
  'visit',
  'vitals',
  'reading',
  'consultation',
  'complaint',
  'diagnosis',
  'ordered',
  'test',
  'pending-test',
  'prescription',
  'prescribed',
  'dispensed',
  'referral',
  'referral-cancel',
  'admission',
  'discharge',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** Readings that are counted: those by which people are screened. */
export const READINGS = ['systolic', 'diastolic', 'glucose', 'temperatureC'] as const;

/** Limits in completed years or months: `5y`, `6m`. A person whose age is unknown fits none but `unknown`. */
export interface AgeBand {
  from?: string;
  below?: string;
  unknown?: true;
}

/** Conditions that must all hold; a list is one of them. */
export interface Where {
  /** ICD-10: a code with all below it (`A09`), or a range of categories (`B50-B54`) */
  icd10?: string[];
  /** diagnosis without an ICD-10 code */
  uncoded?: true;
  /** a complaint's whole words, as the list or the doctor wrote them */
  complaint?: string[];
  test?: string[];
  drug?: string[];
  reading?: (typeof READINGS)[number][];
  /** of an ordered test: whether the result came on the day of the order */
  sameDay?: boolean;
  /** a test's coded answer, the outcome of a discharge, how far a prescription was given (`full`, `part`, `none`) */
  value?: string[];
  /** a test's number, or a reading */
  atLeast?: number;
  above?: number;
  atMost?: number;
  below?: number;
  flag?: ResultFlag[];
  /** day: 8 to 20 o'clock in India (HMIS 2.2.2, 14.3.5) */
  time?: 'day' | 'night';
  clockUncertain?: true;
  sex?: Sex[];
  age?: AgeBand;
  pregnant?: boolean;
  /** of the visit: the patient's first at this facility, or a later one */
  visitKind?: 'new' | 'returning';
  priority?: Priority[];
  /** of the visit: whether it was finished or the patient left */
  closed?: boolean;
}

export interface Counted {
  count: FactKind;
  where?: Where;
}

/** Counts what happened in the period. */
export interface CountRule extends Counted {
  /** further conditions, such as a table's column gives to each of its rows */
  also?: Where[];
  /** or any of these: of each visit or each patient, who counts once, one is enough */
  or?: Counted[];
  /** each record, each visit once, each patient once, or the units of dispensed or prescribed lines added up */
  of?: 'records' | 'visits' | 'patients' | 'units';
  /** the same visit must hold these, too */
  with?: Counted[];
  /** and none of these */
  without?: Counted[];
  /** counts what happened so many days before the period: 7 is the week before a week */
  daysBefore?: number;
}

/** Adds other figures up; unknown where one of them is. */
export interface SumRule {
  sum: string[];
}

export type FigureRule = CountRule | SumRule;
