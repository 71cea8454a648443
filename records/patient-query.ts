import { readAbha, readAbhaQr } from './abha.js';
import type { AbhaCard } from './abha.js';
import { readPatientId } from './ids.js';
import { MOBILE_PATTERN, normaliseMobile } from './mobile.js';

export type PatientQueryKind =
  | 'empty'
  | 'abha-card'
  /** a scan that begins like a card and cannot be read */
  | 'unreadable'
  | 'id'
  | 'abha'
  | 'mobile'
  /** a serial of this box, or some digits of a mobile number */
  | 'digits'
  | 'name';

export type PatientQuery =
  | { kind: 'empty' | 'unreadable' }
  | { kind: 'abha-card'; card: AbhaCard }
  | { kind: 'id'; text: string; check: boolean }
  | { kind: 'abha' | 'mobile' | 'digits' | 'name'; text: string };

/** Tells from a text alone what a clerk has typed, or a scanner read, into the one search field. */
export function readPatientQuery(typed: string): PatientQuery {
  const text = typed.trim();
  if (text === '') return { kind: 'empty' };
  if (text.startsWith('{')) {
    const card = readAbhaQr(text);
    return card ? { kind: 'abha-card', card } : { kind: 'unreadable' };
  }
  const id = readPatientId(text);
  if (id) return { kind: 'id', text, check: id.check };
  if (/^\S+@\S+$/.test(text)) return { kind: 'abha', text };
  const { abha } = readAbha(text);
  if (abha !== undefined) return { kind: 'abha', text: abha };
  const digits = normaliseMobile(text);
  if (MOBILE_PATTERN.test(digits)) return { kind: 'mobile', text: digits };
  if (/^\d+$/.test(digits)) return { kind: 'digits', text: digits };
  return { kind: 'name', text };
}
