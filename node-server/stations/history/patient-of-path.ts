import type { Request } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import { readPatientId, type PatientId } from '../../../records/ids.js';

/** The patient of any box whom an address names. Throws `not-found` where it cannot be one. */
export function patientOfPath(request: Request): PatientId {
  const read = readPatientId(String(request.params['id']));
  if (read?.check) return read.id;
  throw new FacilityError('not-found', 'This is no health id: its check character is wrong.', {
    hint: 'hints.compareWithCard',
  });
}
