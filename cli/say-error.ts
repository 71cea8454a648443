import { damageWords } from '../records/damaged-row.js';
import type { ErrorCode, FacilityError, FieldError } from '../records/facility-error.js';
import type { Translate } from '../templates/locale.js';

/** Codes whose words under `errors` speak of pages. */
const OWN_WORDS: readonly ErrorCode[] = ['bad-input', 'not-found', 'conflict', 'internal'];

/** What happened and what to do next: what the very case asks for, where that has words in this language. */
export function sayError(error: FacilityError, say: Translate): { title: string; next: string } {
  const key = OWN_WORDS.includes(error.code) ? `cli.errors.${error.code}` : `errors.${damageWords(error)}`;
  const next = sayHint(error, say) ?? say(`${key}.next`, error.params);
  return { title: say(`${key}.title`, error.params), next };
}

/** Null where there is none, or one that only another version of Nadi has words for. */
export function sayHint(
  { hint, params }: Pick<FacilityError, 'hint' | 'params'>,
  say: Translate,
): string | null {
  if (hint === undefined) return null;
  const said = say(hint, params);
  return said === hint ? null : said;
}

/** What is wrong with one field. */
export function sayField(field: FieldError, say: Translate): string {
  return say(`fieldErrors.${field.code}`, field.params);
}
