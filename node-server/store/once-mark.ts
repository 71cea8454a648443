import type { Drafting } from './drafting.js';

/**
 * What a form's save gave back, kept beside its records (in one batch with them), so that a form which comes again
 * after a restart is not saved again.
 *
 * Each key has one of 65,536 local documents, by the first 16 bits of its hash; a later key takes the place of an
 * earlier one there. So nothing has to be listed (PouchDB lists no local documents), cleared or rewritten as it
 * grows, and a save costs one small document. At 2,500 saves a day another save takes a form's place within the
 * hour with a chance of 1 in 200, and that matters only if the box restarts and the form comes again as well.
 */
interface OnceMark {
  key: string;
  answer?: unknown;
}

/** @param key a base64url SHA-256 */
export function onceName(key: string): string {
  return `once-${Buffer.from(key.slice(0, 4), 'base64url').toString('hex').slice(0, 4)}`;
}

export function keepOnce(draft: Drafting, key: string, answer: unknown): void {
  draft.keepLocal(onceName(key), { key, ...(answer === undefined ? {} : { answer }) });
}

/** Null where the document holds another form's mark, or none. */
export function readOnce(document: Record<string, unknown> | null, key: string): { answer?: unknown } | null {
  const mark = document as OnceMark | null;
  return mark?.key === key ? { answer: mark.answer } : null;
}
