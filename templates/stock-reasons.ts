import type { Translate } from './locale.js';

/** Why stock changes. A movement keeps the code, and what was written beside it: `broken: dropped a box`. */
export const REASONS = {
  adjust: ['miscounted', 'broken', 'spoiled', 'lost', 'found', 'camp', 'other'],
  return: ['excess', 'near-expiry', 'recall', 'damaged', 'other'],
  'from-patient': ['side-effect', 'changed', 'not-needed', 'wrong-given', 'other'],
} as const;

const CODES: ReadonlySet<string> = new Set([...Object.values(REASONS).flat(), 'expired']);

export function reasonText(code: string, words: string | undefined): string {
  return words ? `${code}: ${words}` : code;
}

/** A reason in a page's words; one that no list knows stands as it was written. */
export function reasonWords(reason: string, t: Translate): string {
  const [, code = '', words = ''] = /^([a-z-]+)(?:: (.*))?$/s.exec(reason) ?? [];
  if (!CODES.has(code)) return reason;
  return [t(`stock.reasons.${code}`), words].filter(Boolean).join(': ');
}
