import { patientOf, type PatientId, type VisitId } from '../ids.js';
import type { LedgerRecord } from '../ledger-record.js';

/**
 * What a record says to those who keep a copy of the patient's history: that the patient wants it kept no longer, or
 * that something of it is restricted now, or no longer is. What the restriction is about is not said.
 */
export type HistorySaid =
  | { said: 'withdrawn'; at: string }
  | { said: 'closed'; at: string; restriction: string; visit?: VisitId }
  | { said: 'lifted'; at: string; restriction: string };

/** In the inbox of a box that fetched a history. */
export type HistoryWord = {
  _id: string;
  type: 'history-word';
  v: 1;
  /** the id under which, or with which, the box fetched it */
  patient: PatientId;
} & HistorySaid;

export const HISTORY_WORD_PREFIX = 'history-word:';

/** Null: nothing. */
export function historySaid(record: LedgerRecord): HistorySaid | null {
  const { at } = record;
  if (record.type === 'consent')
    return record.purpose === 'history' && !record.given ? { said: 'withdrawn', at } : null;
  if (record.type !== 'restriction') return null;
  const { _id, lifted, visit } = record;
  if (lifted !== undefined) return { said: 'lifted', at, restriction: lifted };
  return { said: 'closed', at, restriction: _id, ...(visit === undefined ? {} : { visit }) };
}

/** The word as it is addressed to who fetched the history of this patient. A no is told without where it was said. */
export function historyWord(patient: PatientId, said: HistorySaid): HistoryWord {
  const what = said.said === 'withdrawn' ? said.at : said.restriction;
  const _id = `${HISTORY_WORD_PREFIX}${patientOf(patient).replace(/^patient:/, '')}:${said.said}:${what}`;
  return { _id, type: 'history-word', v: 1, patient, ...said };
}

/** A document that is such a word, or null: newer versions may write what we don't know. */
export function readHistoryWord(document: object): HistoryWord | null {
  const { type, patient, said, at, restriction } = document as Partial<
    Record<'type' | 'patient' | 'said' | 'at' | 'restriction', unknown>
  >;
  if (type !== 'history-word' || typeof patient !== 'string' || typeof at !== 'string') return null;
  const isWhole = said === 'withdrawn' || typeof restriction === 'string';
  const isKnown = said === 'withdrawn' || said === 'closed' || said === 'lifted';
  return isKnown && isWhole ? (document as HistoryWord) : null;
}
