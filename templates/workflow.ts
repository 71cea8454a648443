import { readFileSync } from 'node:fs';
import path from 'node:path';
import Joi from 'joi';
import { FacilityError } from '../records/facility-error.js';
import type { ListenRules } from '../records/listen-closely.js';
import type { PersonRules } from '../records/person-doubts.js';
import type { Workflow } from '../records/workflow.js';
import { templatesFolder } from './folder.js';
import { watchFiles, type Watched, type WatchOptions } from './watch-files.js';

const words = Joi.object({ hi: Joi.string().required(), en: Joi.string().required() });
const minutes = Joi.number().positive().max(1440);
const time = Joi.string().pattern(/^([01]\d|2[0-3]):[0-5]\d$/);
const years = Joi.number().integer().min(0).max(120);
const lead = Joi.number().min(0).max(240);

/** For a workflow that was written before there was such a rule: as `ListenRules`. */
const LISTEN: ListenRules = {
  ...{ receiving: ['CHC', 'SDH', 'DH', 'MC'], from: '08:00', to: '20:00' },
  ...{ sentMinutes: 60, cameMinutes: 20 },
};

/** The same, as `PersonRules`. */
const PEOPLE: PersonRules = { pregnantFrom: 10, pregnantTo: 55, elderlyFrom: 60, marriedFrom: 10 };

/** `minutes` and leads are minutes; what each field means stands at the type `Workflow`. */
const schema = Joi.object<Workflow>({
  stations: Joi.array()
    .items({
      id: Joi.string().valid('vitals', 'doctor', 'lab', 'pharmacy').required(),
      name: words.required(),
      room: words.required(),
      minutes: minutes.required(),
      stuckMinutes: minutes.required(),
    })
    .min(1)
    .unique('id')
    .required(),
  leads: Joi.object({ pregnant: lead, elderly: lead, disabled: lead }).required(),
  skipTurns: Joi.number().integer().min(0).max(20).required(),
  validityDays: Joi.number().integer().min(0).max(366).required(),
  highRiskDays: Joi.number().integer().min(0).required(),
  keepHistoryDays: Joi.number().integer().min(0).max(366).default(30),
  people: Joi.object({ pregnantFrom: years, pregnantTo: years, elderlyFrom: years, marriedFrom: years })
    .prefs({ presence: 'required' })
    .optional()
    .default(PEOPLE),
  listen: Joi.object({
    receiving: Joi.array().items(Joi.string().max(40)).required(),
    from: time.required(),
    to: time.required(),
    sentMinutes: Joi.number().min(0).max(240).required(),
    cameMinutes: Joi.number().min(0).max(240).required(),
  }).default(LISTEN),
});

/** Reads `modules/<module>/workflow.json`. Throws `bad-input` that names the file and the wrong fields. */
export function loadWorkflow(module = 'opd', folder = templatesFolder()): Workflow {
  const file = workflowFile(module);
  const json = readJson(folder, file);
  const result: Joi.ValidationResult<Workflow> = schema.validate(json, { abortEarly: false, convert: false });
  if (!result.error) return result.value;
  const wrong = result.error.details.map(({ message }) => message).join('; ');
  throw new FacilityError('bad-input', `The workflow in templates/${file} cannot be used: ${wrong}.`, {
    hint: 'hints.namedFields',
    cause: result.error,
  });
}

/** The workflow of a running server: a change of its file counts without a restart. */
export function watchWorkflow(
  options: WatchOptions & { module?: string; folder?: string } = {},
): Watched<Workflow> {
  const { module = 'opd', folder = templatesFolder() } = options;
  return watchFiles(path.join(folder, 'modules', module), () => loadWorkflow(module, folder), options);
}

function workflowFile(module: string): string {
  return path.join('modules', module, 'workflow.json');
}

function readJson(folder: string, file: string): unknown {
  try {
    return JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  } catch (cause) {
    throw new FacilityError('bad-input', `The workflow in templates/${file} cannot be read.`, {
      hint: 'hints.validJson',
      cause,
    });
  }
}
