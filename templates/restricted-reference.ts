import { join } from 'node:path';
import Joi from 'joi';
import type { RestrictionCategory } from '../records/box.js';
import { readReferenceJson } from './reference-json.js';

/** ICD-10 codes that a law protects: `F00-F99`, `B20-B24`, `O04`, `T74.2`. */
export interface RestrictedCodes {
  category: RestrictionCategory;
  law: string;
  codes: string[];
}

const CODE = String.raw`[A-Z]\d{2}(\.\d{1,2})?`;

interface RestrictedFile {
  confirmed: boolean;
  note?: string;
  categories: RestrictedCodes[];
}

const restrictedFile = Joi.object<RestrictedFile>({
  /** false until somebody who knows the law has looked at the list */
  confirmed: Joi.boolean().required(),
  note: Joi.string(),
  categories: Joi.array()
    .items(
      Joi.object({
        category: Joi.valid('hiv', 'mtp', 'pocso', 'mental-health').required(),
        law: Joi.string().required(),
        codes: Joi.array()
          .items(Joi.string().pattern(new RegExp(`^${CODE}(-${CODE})?$`)))
          .required(),
      }),
    )
    .unique('category')
    .required(),
});

export function readRestrictedCodes(folder: string): RestrictedCodes[] {
  return readReferenceJson(join(folder, 'restricted-codes.json'), restrictedFile).categories;
}

/** The categories that a diagnosis falls under; most fall under none. */
export function categoriesOf(code: string, lists: readonly RestrictedCodes[]): RestrictionCategory[] {
  return lists.filter(({ codes }) => codes.some((span) => covers(span, code))).map((list) => list.category);
}

/** `F32` covers `F32.9`; a span covers all between its ends and what stands under its last code. */
function covers(span: string, code: string): boolean {
  const [first = '', last = first] = span.split('-');
  return code >= first && (code <= last || code.startsWith(last));
}
