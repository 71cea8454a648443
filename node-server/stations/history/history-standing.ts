import type { Request } from '@hapi/hapi';
import type { ConsentRecord } from '../../../records/box.js';
import { boxOf, type PatientId } from '../../../records/ids.js';
import { openedRecords } from '../../access/opened-records.js';
import type { Facility } from '../../facility.js';
import type { HistoryDesk } from '../../history/history-desk.js';
import { personConsents } from '../../person-consents.js';

/** On what somebody may ask for a history and read it here. */
export interface HistoryStanding {
  /** what the patient said here, where it counts today */
  consent: ConsentRecord | null;
  /** UTC, when the patient said no elsewhere, and has not been asked again since */
  withdrawnAt: string | null;
  /** who asks has opened the record with a reason, and the time for it is not over */
  opened: boolean;
}

export async function historyStanding(
  facility: Facility,
  desk: HistoryDesk,
  request: Request,
  patient: PatientId,
): Promise<HistoryStanding> {
  const [words, withdrawnAt] = await Promise.all([
    personConsents(facility, patient),
    desk.withdrawnAt(patient),
  ]);
  const latest = words.find(({ consent }) => consent.purpose === 'history' && isOwn(facility, consent));
  const given = latest?.state === 'given' ? latest.consent : null;
  const isWithdrawn = withdrawnAt !== null && withdrawnAt > (latest?.consent.at ?? '');
  return {
    consent: isWithdrawn ? null : given,
    withdrawnAt: isWithdrawn ? withdrawnAt : null,
    opened: openedRecords(facility).isOpen(request, patient),
  };
}

/** The centre takes a box's own word for its own asks; of a box that took over, those before it count no more. */
function isOwn({ box }: Facility, { _id }: ConsentRecord): boolean {
  return boxOf(_id) === box;
}
