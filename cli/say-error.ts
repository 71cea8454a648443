import { damageWords } from '../records/damaged-row.js';
import type { ErrorCode, FacilityError, FieldError } from '../records/facility-error.js';
import type { Language, Translate } from '../templates/locale.js';

/** Codes whose words under `errors` speak of pages. */
const OWN_WORDS: readonly ErrorCode[] = ['bad-input', 'not-found', 'conflict', 'internal'];

/** What happened and what to do next. A hint names the very command, but in English only. */
export function sayError(
  error: FacilityError,
  language: Language,
  say: Translate,
): { title: string; next: string } {
  const key = OWN_WORDS.includes(error.code) ? `cli.errors.${error.code}` : `errors.${damageWords(error)}`;
  const next = language === 'en' && error.hint ? error.hint : say(`${key}.next`, error.params);
  return { title: say(`${key}.title`, error.params), next };
}

/** What is wrong with one field. */
export function sayField(field: FieldError, say: Translate): string {
  return say(`fieldErrors.${field.code}`, field.params);
}
