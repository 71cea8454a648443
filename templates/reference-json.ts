import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import Joi from 'joi';
import { FacilityError } from '../records/facility-error.js';

/** Reads a JSON file of the lists and checks its shape; the FacilityError names file and place. */
export function readReferenceJson<T>(path: string, schema: Joi.Schema<T>): T {
  const file = basename(path);
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw badFile(file, lineOf(problem, text), problem, error);
  }
  const result = schema.validate(json, { convert: false });
  if (result.error) {
    const detail = result.error.details[0];
    throw badFile(file, (detail?.path ?? []).join('.') || 'top', detail?.message ?? '', result.error);
  }
  return result.value;
}

export const wordsSchema = Joi.object({ hi: Joi.string().required(), en: Joi.string().required() });

function badFile(file: string, place: string, problem: string, cause: unknown): FacilityError {
  return new FacilityError('bad-input', `${file}, ${place}: ${problem}`, {
    cause,
    hint: 'hints.correctList',
    params: { file, line: place, column: '', problem },
  });
}

/** Node 20 names a position in the text, newer versions the line and column. */
function lineOf(problem: string, text: string): string {
  const position = /position (\d+)/.exec(problem)?.[1];
  if (position === undefined) return 'JSON';
  return `line ${text.slice(0, Number(position)).split('\n').length}`;
}
