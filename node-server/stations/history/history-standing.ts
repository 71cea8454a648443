import type { Request } from '@hapi/hapi';
import type { ConsentRecord } from '../../../records/box.js';
import { foldConsents } from '../../../records/consent-fold.js';
import { FacilityError } from '../../../records/facility-error.js';
import { boxOf, type PatientId } from '../../../records/ids.js';
import type { LedgerRecord } from '../../../records/ledger-record.js';
import { openedRecords } from '../../access/opened-records.js';
import type { Facility } from '../../facility.js';

/** On what somebody may ask for a history and read it here. */
export interface HistoryStanding {
  /** what the patient said here, where it counts today */
  consent: ConsentRecord | null;
  /** who asks has opened the record with a reason, and the time for it is not over */
  opened: boolean;
}

export async function historyStanding(
  facility: Facility,
  request: Request,
  patient: PatientId,
): Promise<HistoryStanding> {
  const words = foldConsents(await ownRecords(facility, patient), facility.today()).filter(
    ({ consent }) => consent.purpose === 'history' && isOwn(facility, consent),
  );
  const [latest] = words;
  return {
    consent: latest?.state === 'given' ? latest.consent : null,
    opened: openedRecords(facility).isOpen(request, patient),
  };
}

/** What this box's ledger holds under a patient, who may be unknown here. */
async function ownRecords(facility: Facility, patient: PatientId): Promise<LedgerRecord[]> {
  try {
    return await facility.loadPatient(patient);
  } catch (error) {
    if (error instanceof FacilityError && error.code === 'not-found') return [];
    throw error;
  }
}

/** The centre takes a box's own word for its own asks; of a box that took over, those before it count no more. */
function isOwn({ box }: Facility, { _id }: ConsentRecord): boolean {
  return boxOf(_id) === box;
}
