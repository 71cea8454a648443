import Joi from 'joi';
import { AGE_PATTERN } from '../records/reports/age-months.js';
import { FACT_KINDS, READINGS } from '../records/reports/figure-rule.js';
import { PERIOD_KINDS } from '../records/reports/report-period.js';
import { wordsSchema } from './reference-json.js';
import { PATIENT_PARTS, REGISTER_COLUMNS } from './report-definition.js';

const code = Joi.string().pattern(/^[\w.+/-]{1,40}$/);
const words = Joi.array().items(Joi.string()).min(1);
const limit = Joi.string().pattern(AGE_PATTERN);
const days = Joi.number().integer().min(1).max(400);

/** Conditions of `Where` (records/reports/figure-rule.ts); a field that is none of them is an error, not "always". */
const where = Joi.object({
  icd10: Joi.array()
    .items(Joi.string().pattern(/^[A-Z]\d{2}(\.\d{1,2})?(-[A-Z]\d{2})?$/))
    .min(1),
  uncoded: Joi.valid(true),
  complaint: words,
  test: words,
  drug: words,
  reading: Joi.array()
    .items(Joi.valid(...READINGS))
    .min(1),
  sameDay: Joi.boolean(),
  value: words,
  atLeast: Joi.number(),
  above: Joi.number(),
  atMost: Joi.number(),
  below: Joi.number(),
  flag: Joi.array()
    .items(Joi.valid('normal', 'low', 'high', 'abnormal', 'critical'))
    .min(1),
  time: Joi.valid('day', 'night'),
  clockUncertain: Joi.valid(true),
  sex: Joi.array()
    .items(Joi.valid('male', 'female', 'other', 'unknown'))
    .min(1),
  age: Joi.object({ from: limit, below: limit, unknown: Joi.valid(true) })
    .oxor('unknown', 'from')
    .min(1),
  pregnant: Joi.boolean(),
  visitKind: Joi.valid('new', 'returning'),
  priority: Joi.array()
    .items(Joi.valid('emergency', 'pregnant', 'elderly', 'disabled'))
    .min(1),
  closed: Joi.boolean(),
});
const counted = { count: Joi.valid(...FACT_KINDS).required(), where };
const countRule = Joi.object({
  ...counted,
  of: Joi.valid('records', 'visits', 'patients', 'units'),
  // Of records or units one thing would count under two heads.
  or: Joi.array()
    .items(Joi.object(counted))
    .min(1)
    .when('of', { is: Joi.valid('visits', 'patients'), otherwise: Joi.forbidden() }),
  with: Joi.array().items(Joi.object(counted)).min(1),
  without: Joi.array().items(Joi.object(counted)).min(1),
});
const sumRule = Joi.object({ sum: Joi.array().items(code).min(1).required() });
const figureRule = Joi.alternatives().conditional('.sum', {
  is: Joi.exist(),
  then: sumRule,
  otherwise: countRule,
});

const title = { title: wordsSchema };
const row = Joi.object({
  code: code.required(),
  name: wordsSchema.required(),
  figure: figureRule.allow(null),
});
const column = Joi.object({ key: code.required(), name: wordsSchema.required(), where, daysBefore: days });
const codes = Joi.array().items(code).min(1).required();

const sections = {
  counts: Joi.object({
    show: Joi.valid('counts'),
    ...title,
    rows: Joi.alternatives(
      Joi.valid('hmis-items', 'pform'),
      Joi.array().items(row).unique('code'),
    ).required(),
    figures: Joi.object().pattern(code, figureRule),
    each: countRule,
    columns: Joi.array().items(column).unique('key').min(1).required(),
    groups: Joi.array().items(Joi.object({ code: code.required(), name: wordsSchema.required() })),
    codes: Joi.boolean(),
  }),
  checks: Joi.object({
    show: Joi.valid('checks'),
    ...title,
    checks: Joi.array()
      .items({
        text: wordsSchema.required(),
        left: codes,
        is: Joi.valid('<=', '=').required(),
        right: codes,
      })
      .required(),
  }),
  kpis: Joi.object({
    show: Joi.valid('kpis'),
    ...title,
    kpis: Joi.array()
      .items({
        code: code.required(),
        name: wordsSchema.required(),
        numerator: figureRule.allow(null).required(),
        denominator: Joi.alternatives(Joi.number().positive(), figureRule).allow(null).required(),
        per: Joi.number().positive().default(100),
      })
      .unique('code')
      .required(),
  }),
  trend: Joi.object({
    show: Joi.valid('trend'),
    ...title,
    form: Joi.valid('bars', 'lines', 'stacked').required(),
    unit: wordsSchema.required(),
    series: Joi.array().items({ name: wordsSchema.required(), rule: countRule.required() }).min(1).required(),
  }),
  register: Joi.object({
    show: Joi.valid('register'),
    ...title,
    columns: Joi.array()
      .items(Joi.valid(...REGISTER_COLUMNS))
      .unique()
      .min(1)
      .required(),
  }),
  indent: Joi.object({
    show: Joi.valid('indent'),
    ...title,
    days: days.required(),
    leadDays: days.required(),
    safetyDays: Joi.number().integer().min(0).max(400).required(),
    orderDays: days.required(),
  }),
  patient: Joi.object({
    show: Joi.valid('patient'),
    ...title,
    part: Joi.valid(...PATIENT_PARTS).required(),
    most: Joi.number().integer().min(1).max(1_000).default(50),
  }),
  form: Joi.object({ show: Joi.valid('form'), ...title, report: code.required() }),
  limits: Joi.object({
    show: Joi.valid('expiry', 'stock-alerts'),
    ...title,
    days: days.required(),
    monthsLow: Joi.number().positive().max(24).default(1),
  }),
  doubts: Joi.object({
    show: Joi.valid('stock-doubts'),
    ...title,
    adjustShare: Joi.number().min(0).max(1).required(),
    adjustUnits: Joi.number().integer().min(1).max(100_000).required(),
  }),
  plain: Joi.object({
    show: Joi.valid(
      ...['stock', 'stock-balances', 'stock-movements', 'waits', 'waits-by-hour', 'stay-by-day'],
      ...['sync', 'villages', 'open-referrals'],
    ).required(),
    ...title,
  }),
};

const section = Joi.object({ show: Joi.string().required() })
  .unknown()
  .when('.show', {
    switch: [
      ...(['counts', 'checks', 'kpis', 'trend', 'register', 'indent', 'patient', 'form'] as const).map(
        (show) => ({ is: show, then: sections[show] }),
      ),
      { is: Joi.valid('expiry', 'stock-alerts'), then: sections.limits },
      { is: 'stock-doubts', then: sections.doubts },
    ],
    otherwise: sections.plain,
  });

/** Shape of a file in `templates/reports/`. */
export const reportSchema = Joi.object({
  id: Joi.string()
    .pattern(/^[a-z][a-z0-9-]{1,39}$/)
    .required(),
  title: wordsSchema.required(),
  period: Joi.valid(...PERIOD_KINDS).required(),
  personal: Joi.boolean().default(false),
  lookBackDays: Joi.number().integer().min(0).max(400).default(31),
  short: Joi.valid(true),
  sections: Joi.array().items(section).min(1).required(),
  notes: Joi.array().items(wordsSchema).default([]),
});
