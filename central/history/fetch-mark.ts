import { inboxDatabase, parsePatientId, type BoxId, type PatientId } from '../../records/ids.js';
import type { Copy } from '../router/copy.js';
import type { CouchDocument } from '../router/router-couch.js';

/**
 * In the inbox of a patient's home: that a box fetched the history, and so may keep a copy. By these the router knows
 * whom to tell that the patient withdraws. Beside the home's own box only the router reads them.
 */
export interface FetchMark {
  type: 'history-fetched';
  v: 1;
  patient: PatientId;
  /** who fetched */
  box: BoxId;
  /** UTC, the last time */
  at: string;
  /** codes of the facilities whose records it may have got */
  from: string[];
}

/** All marks of a patient begin so. */
export function fetchMarkPrefix(patient: PatientId): string {
  return `history-fetched:${patient.replace(/^patient:/, '')}:`;
}

/** A home without an inbox gives no histories away, and hears of none. */
export function fetchMarkCopy(fetched: Omit<FetchMark, 'type' | 'v'>): Copy[] {
  const { patient, box } = fetched;
  const home = parsePatientId(patient)?.box;
  if (home === undefined) return [];
  const body: FetchMark = { type: 'history-fetched', v: 1, ...fetched, from: [...fetched.from].sort() };
  return [
    {
      ...{ database: inboxDatabase(home), id: fetchMarkPrefix(patient) + box, body: { ...body } },
      merge: (standing: CouchDocument) => {
        const before = standing as unknown as FetchMark;
        const at = before.at > body.at ? before.at : body.at;
        return { ...body, at, from: [...new Set([...before.from, ...body.from])].sort() };
      },
      elsewhere: [],
    },
  ];
}
