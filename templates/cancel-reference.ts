import { join } from 'node:path';
import Joi from 'joi';
import type { Words } from '../records/envelope.js';
import { readReferenceJson, wordsSchema } from './reference-json.js';

/** Why a referral is taken back. */
export interface CancelReason {
  code: string;
  name: Words;
  /** the patient is to be sent to another facility in its place */
  elsewhere: boolean;
  /** says nothing without words of the doctor's own */
  words: boolean;
}

const file = Joi.object<{ confirmed: boolean; note?: string; reasons: CancelReason[] }>({
  /** false until somebody who knows the house's work has looked at the list */
  confirmed: Joi.boolean().required(),
  note: Joi.string(),
  reasons: Joi.array()
    .items(
      Joi.object({
        code: Joi.string()
          .pattern(/^[a-z][a-z-]{0,39}$/)
          .required(),
        name: wordsSchema.required(),
        elsewhere: Joi.boolean().default(false),
        words: Joi.boolean().default(false),
      }),
    )
    .min(1)
    .max(20)
    .unique('code')
    .required(),
});

/** By code, in the file's order. */
export function readCancelReasons(folder: string): Map<string, CancelReason> {
  const { reasons } = readReferenceJson(join(folder, 'referral-cancel.json'), file);
  return new Map(reasons.map((reason) => [reason.code, reason]));
}
