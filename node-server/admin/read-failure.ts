import { ERROR_TABLE } from '../../records/error-table.js';
import { FacilityError, isHintKey, type ErrorCode } from '../../records/facility-error.js';
import type { AdminFailure } from './admin-api.js';

/** The error that a box answered with, as it was thrown there; `internal` for an answer of another kind. */
export function readFailure(body: unknown, status: number): FacilityError {
  const { error } = (body ?? {}) as Partial<AdminFailure>;
  if (error === undefined) return new FacilityError('internal', `the server answered with status ${status}`);
  const code = error.code in ERROR_TABLE ? (error.code as ErrorCode) : 'internal';
  return new FacilityError(code, error.message, {
    params: error.params ?? {},
    fields: error.fields ?? [],
    // A server that an older Nadi started says a sentence.
    ...(isHintKey(error.hint) ? { hint: error.hint } : {}),
  });
}
