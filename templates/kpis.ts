import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Joi from 'joi';
import type { Words } from '../records/envelope.js';
import type { Kpi, TrendSteps, WithinKpi } from '../records/summary/kpi.js';
import { waitScale } from '../records/summary/wait-histogram.js';
import type { QualityPart } from '../records/summary/quality-score.js';
import { templatesFolder } from './folder.js';
import { readReferenceJson, wordsSchema } from './reference-json.js';
import { wrongEdit } from './wrong-edit.js';

export interface KpiGroup {
  title: Words;
  kpis: Kpi[];
}

export interface Kpis {
  /** in the order of the files' names */
  groups: KpiGroup[];
  quality: { title: Words; parts: QualityPart[] };
  /** how far an indicator must go to be better or worse */
  steps: TrendSteps;
}

const QUALITY_FILE = 'data-quality.json';
const TREND_FILE = 'trend.json';

const code = Joi.string().pattern(/^[a-z0-9-]{1,40}$/);
const figures = Joi.array().items(Joi.string().pattern(/^[\w.:+/-]{1,80}$/));
const wait = Joi.string().pattern(/^[a-z-]{1,20}$/);
const common = {
  code: code.required(),
  name: wordsSchema.required(),
  better: Joi.valid('higher', 'lower', null).required(),
  target: Joi.number().min(0),
};
const share = Joi.object({
  ...common,
  numerator: figures.min(1).required(),
  denominator: Joi.alternatives(Joi.valid('days', 'open-days'), figures.min(1)).required(),
  rest: Joi.valid(true),
  per: Joi.number().positive().required(),
  unit: Joi.valid('percent', 'per-thousand', 'count').required(),
});
const median = Joi.object({
  ...common,
  median: wait.required(),
  unit: Joi.valid('minutes', 'days').required(),
});
const within = Joi.object({
  ...common,
  within: Joi.object({ wait: wait.required(), below: Joi.number().positive().required() }).required(),
  unit: Joi.valid('percent').required(),
});
const groupSchema = Joi.object({
  title: wordsSchema.required(),
  kpis: Joi.array()
    .items(
      Joi.alternatives().conditional('.median', {
        is: Joi.exist(),
        then: median,
        otherwise: Joi.alternatives().conditional('.within', {
          is: Joi.exist(),
          then: within,
          otherwise: share,
        }),
      }),
    )
    .min(1)
    .required(),
});
const qualitySchema = Joi.object({
  title: wordsSchema.required(),
  parts: Joi.array()
    .items({
      code: code.required(),
      name: wordsSchema.required(),
      wrong: figures.required(),
      of: Joi.alternatives(Joi.valid('days'), figures.min(1)).required(),
      weight: Joi.number().positive().required(),
    })
    .unique('code')
    .min(1)
    .required(),
});
const step = Joi.number().positive().required();
const trendSchema = Joi.object({
  steps: { percent: step, 'per-thousand': step, count: step, minutes: step, days: step },
});

/**
 * The indicators of `kpis/*.json`, made of the figures that daily summaries hold.
 * Throws `bad-input` that names the file and the place, also where two indicators have one code or name a figure that
 * no summary has.
 * @param known figures of a summary: see `summaryFigures`
 */
export function loadKpis(known: ReadonlySet<string>, folder = templatesFolder()): Kpis {
  const path = join(folder, 'kpis');
  const others = [QUALITY_FILE, TREND_FILE];
  const files = readdirSync(path).filter((name) => name.endsWith('.json') && !others.includes(name));
  const seen = new Set<string>();
  const groups = files.sort().map((file) => {
    const group = readReferenceJson(join(path, file), groupSchema) as unknown as KpiGroup;
    for (const kpi of group.kpis) {
      if (seen.has(kpi.code)) throw wrongEdit(file, kpi.code, 'two indicators have this code');
      seen.add(kpi.code);
      if ('within' in kpi) checkBound(file, kpi);
      else if (!('median' in kpi)) checkFigures(file, [kpi.numerator, kpi.denominator], known);
    }
    return group;
  });
  const quality = readReferenceJson(join(path, QUALITY_FILE), qualitySchema) as unknown as Kpis['quality'];
  for (const { wrong: bad, of } of quality.parts) checkFigures(QUALITY_FILE, [bad, of], known);
  const { steps } = readReferenceJson(join(path, TREND_FILE), trendSchema) as unknown as Pick<Kpis, 'steps'>;
  return { groups, quality, steps };
}

/** Between two bounds nobody knows how many waits were shorter. */
function checkBound(file: string, { code: kpi, within: { wait: what, below } }: WithinKpi): void {
  if (!waitScale(what).bounds.includes(below))
    throw wrongEdit(file, kpi, `no bound of the wait lies at ${below}`);
}

function checkFigures(file: string, named: (string[] | string)[], known: ReadonlySet<string>): void {
  const missing = named
    .flatMap((codes) => (typeof codes === 'string' ? [] : codes))
    .find((figure) => !known.has(figure));
  if (missing !== undefined) throw wrongEdit(file, missing, 'no figure of the daily summary has this key');
}
