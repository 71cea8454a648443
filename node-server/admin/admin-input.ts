import Joi from 'joi';
import type { AddStaffRequest, ResetStaffRequest } from './admin-api.js';
import { FacilityError, type FieldError } from '../../records/facility-error.js';
import { STAFF_PATTERN } from '../../records/ids.js';
import { ROLES } from './roles.js';

/** Characters; NIST SP 800-63B section 5.1.1.2 */
const MIN_PASSWORD = 8;

const password = Joi.string().min(MIN_PASSWORD).max(200);
const word = Joi.string().trim().min(1).max(80).required();

const addStaffRequest = Joi.object<AddStaffRequest>({
  id: Joi.string().pattern(STAFF_PATTERN).required(),
  name: Joi.object({ hi: word, en: word }).required(),
  roles: Joi.array()
    .items(Joi.string().valid(...ROLES))
    .min(1)
    .unique()
    .required(),
  password,
  registration: Joi.string().trim().min(1).max(40),
});

const resetStaffRequest = Joi.object<ResetStaffRequest>({ password });

export const readAddStaff = (payload: unknown): AddStaffRequest => read(addStaffRequest, payload);

export const readResetStaff = (payload: unknown): ResetStaffRequest => read(resetStaffRequest, payload ?? {});

/** joi's own words would repeat a refused value, and that may be a password. */
const CODES: Record<string, { code: string; limit?: 'min' | 'max' }> = {
  'any.required': { code: 'required' },
  'any.only': { code: 'unknownChoice' },
  'string.empty': { code: 'required' },
  'string.min': { code: 'tooShort', limit: 'min' },
  'string.max': { code: 'tooLong', limit: 'max' },
  // Only the staff id has a pattern.
  'string.pattern.base': { code: 'wrongStaffId' },
  'array.min': { code: 'required' },
  'object.unknown': { code: 'unknownField' },
};

function read<T>(schema: Joi.ObjectSchema<T>, payload: unknown): T {
  const checked = schema.required().validate(payload, { abortEarly: false });
  if (checked.error === undefined) return checked.value;
  const fields = checked.error.details.map((detail): FieldError => {
    const known = CODES[detail.type] ?? { code: 'notValid' };
    const limit = (detail.context as { limit?: unknown } | undefined)?.limit;
    return {
      field: detail.path.join('-') || 'body',
      code: known.code,
      ...(known.limit && typeof limit === 'number' ? { params: { [known.limit]: limit } } : {}),
    };
  });
  throw new FacilityError(
    'bad-input',
    `not accepted: ${fields.map((f) => `${f.field} ${f.code}`).join(', ')}`,
    {
      fields,
    },
  );
}
