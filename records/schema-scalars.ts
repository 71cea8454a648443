import Joi from 'joi';

/** Texts are cleaned, but `"5"` is no number: what arrives so is the caller's mistake. */
export function number(): Joi.NumberSchema {
  return Joi.number().strict();
}

/** `true` or `false`, not `"yes"`. */
export function truth(): Joi.BooleanSchema {
  return Joi.boolean().strict();
}
