import type { Request } from '@hapi/hapi';
import type { PatientId } from '../../records/ids.js';
import { isSevere } from '../../records/one-per-substance.js';
import type { Role } from '../../records/people.js';
import type { Facility } from '../facility.js';
import { knownAllergies } from '../known-allergies.js';
import { translator } from '../language.js';
import { staffOf } from '../session.js';
import type { RowMark } from './queue/queue-row.js';

/** These have a patient before them whom an allergy may harm; whoever keeps the door reads no findings. */
const CARING: readonly Role[] = ['nurse', 'doctor', 'lab', 'pharmacist'];

/**
 * The mark of a patient who has an allergy, severe or not, for who asks. It names no substance, and so stands there
 * whatever of the record is closed: a queue without it would read as "no allergy".
 */
export function allergyMark(
  facility: Facility,
  request: Request,
): (patient: PatientId) => RowMark | undefined {
  const t = translator(request);
  const { roles } = staffOf(request);
  if (!CARING.some((role) => roles.includes(role))) return () => undefined;
  return (patient) => {
    const allergies = knownAllergies(facility, patient);
    if (allergies.length === 0) return undefined;
    return allergies.some(isSevere)
      ? { word: t('queue.severeAllergy'), tone: 'danger' }
      : { word: t('queue.allergy'), tone: 'warn' };
  };
}
