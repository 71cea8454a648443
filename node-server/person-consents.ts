import type { ConsentView } from '../records/consent-fold.js';
import { FacilityError } from '../records/facility-error.js';
import type { PatientId } from '../records/ids.js';
import type { LedgerRecord } from '../records/ledger-record.js';
import { foldPersonConsents } from '../records/person-consents.js';
import type { Facility } from './facility.js';

/** What a person said on this box under any id that is theirs, or was; nothing where none is known here. */
export async function personConsents(facility: Facility, patient: PatientId): Promise<ConsentView[]> {
  const { links } = facility;
  const records = await Promise.all(links.everWith(patient).map((id) => recordsOf(facility, id)));
  return foldPersonConsents(records.flat(), { patient, links, today: facility.today() });
}

async function recordsOf(facility: Facility, patient: PatientId): Promise<LedgerRecord[]> {
  try {
    return await facility.loadPatient(patient);
  } catch (error) {
    if (error instanceof FacilityError && error.code === 'not-found') return [];
    throw error;
  }
}
