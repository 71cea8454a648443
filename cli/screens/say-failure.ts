import { FacilityError } from '../../records/facility-error.js';
import type { Translate } from '../../templates/locale.js';
import type { Piece } from '../components/row.js';
import { sayError, sayField } from '../say-error.js';

export function asFacilityError(thrown: unknown): FacilityError {
  return thrown instanceof FacilityError ? thrown : new FacilityError('internal', String(thrown));
}

/** A failure in one line for the foot of a screen: what it is, and exactly what. */
export function sayFailure(thrown: unknown, say: Translate): Piece[] {
  const error = asFacilityError(thrown);
  return [{ text: ` ✖ ${sayError(error, say).title}: ${error.message}`, color: 'red' }];
}

/** What is wrong with each field of a form, in words. */
export function problemsOf(thrown: unknown, say: Translate): Record<string, string> {
  const { fields } = asFacilityError(thrown);
  return Object.fromEntries(fields.map((field) => [field.field, sayField(field, say)]));
}
