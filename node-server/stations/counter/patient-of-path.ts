import type { Request } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import { readPatientId } from '../../../records/ids.js';
import type { KnownPatient } from '../../../records/patient-directory.js';
import type { Facility } from '../../facility.js';

/** The patient of `/…/{id}/…`; throws `not-found`. */
export function patientOfPath(facility: Facility, request: Request): KnownPatient {
  const id = readPatientId(String(request.params['id']));
  const patient = id && facility.patients.get(id.id);
  if (!patient) throw new FacilityError('not-found', 'There is no such patient.');
  return patient;
}
