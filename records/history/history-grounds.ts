import type { AccessRecord, ConsentRecord, HistoryScope } from '../box.js';
import { dayOf, isoDate } from '../day.js';
import { boxOf, patientOf, type BoxId, type PatientId } from '../ids.js';
import { isOwnLook } from './is-own-look.js';

/** The page of a history; looks at records elsewhere name it. */
export const HISTORY_ROUTE = '/history/{id}';

/** On what a box may ask for what other facilities wrote of a patient. */
export type HistoryGrounds =
  | { kind: 'consent'; scope: readonly HistoryScope[]; givenAt: string }
  /** break-glass: somebody gave a reason, and answers for it */
  | { kind: 'emergency' };

export interface HistoryAsk {
  box: BoxId;
  patient: PatientId;
  /** all ids of that person; absent: the one */
  ids?: readonly PatientId[];
  /** the asking box's own record of this look: written before it asks (law 8) */
  look: AccessRecord;
  /** the asking box's own record of what the patient said */
  consent?: ConsentRecord;
}

/**
 * Null where there are none: no look of this box at this patient alone, none of now, or neither a reason nor the consent
 * that the look names, given here and counting today.
 */
export function historyGrounds(
  { box, patient, ids = [patient], look, consent }: HistoryAsk,
  now: string,
): HistoryGrounds | null {
  if (look.route !== HISTORY_ROUTE || !isOwnLook({ box, patient, look }, now)) return null;
  if (look.reason !== undefined) return { kind: 'emergency' };
  if (
    !consent ||
    look.consent !== consent._id ||
    boxOf(consent._id) !== box ||
    !ids.includes(patientOf(consent._id))
  )
    return null;
  const { purpose, given, revokes, until, scope = [], at } = consent;
  if (purpose !== 'history' || !given || revokes !== undefined) return null;
  if (until !== undefined && until < isoDate(dayOf(now))) return null;
  return { kind: 'consent', scope, givenAt: at };
}
