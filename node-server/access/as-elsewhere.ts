import type { AccessRecord } from '../../records/box.js';
import { firstBox, parsePatientId, type BoxId, type PatientId } from '../../records/ids.js';
import type { Role } from '../../records/people.js';
import type { StaffMember } from '../admin/admin-api.js';

/** As what somebody with several roles looks: by the one that brings closest to the patient. */
const CLOSEST: readonly Role[] = ['doctor', 'nurse', 'lab', 'pharmacist', 'incharge'];

/**
 * As whom, for a look that is told at another facility, whose box does not know this one's staff; undefined where all
 * of the patients are this facility's own.
 */
export function asElsewhere(
  box: BoxId,
  patients: readonly PatientId[],
  staff: Pick<StaffMember, 'name' | 'roles'> | undefined,
): AccessRecord['as'] {
  const isOwn = (patient: PatientId): boolean =>
    firstBox(parsePatientId(patient)?.box ?? box) === firstBox(box);
  if (!staff || patients.every(isOwn)) return undefined;
  const role = CLOSEST.find((one) => staff.roles.includes(one)) ?? staff.roles[0];
  return role && { name: staff.name, role };
}
