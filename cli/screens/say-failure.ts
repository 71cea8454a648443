import { FacilityError } from '../../records/facility-error.js';
import type { Translate } from '../../templates/locale.js';
import type { Piece } from '../components/row.js';
import { sayError, sayField } from '../say-error.js';

export function asFacilityError(thrown: unknown): FacilityError {
  return thrown instanceof FacilityError ? thrown : new FacilityError('internal', String(thrown));
}

/** A failure for the foot of a screen: what it is, exactly what, and what to do next. */
export function sayFailure(thrown: unknown, say: Translate): Piece[] {
  const error = asFacilityError(thrown);
  const { title, next } = sayError(error, say);
  return [{ text: ` ✖ ${title}: ${error.message} → ${next}`, color: 'red' }];
}

/** What is wrong with each field of a form, in words. */
export function problemsOf(thrown: unknown, say: Translate): Record<string, string> {
  const { fields } = asFacilityError(thrown);
  return Object.fromEntries(fields.map((field) => [field.field, sayField(field, say)]));
}
