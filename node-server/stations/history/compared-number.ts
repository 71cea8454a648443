import type { Request } from '@hapi/hapi';
import type { PatientId } from '../../../records/ids.js';
import { lookIndex } from '../../access/look-index.js';
import type { Facility } from '../../facility.js';
import { staffOf } from '../../session.js';
import { checkNumber, type NumberCheck } from '../number-check.js';

/** Of one patient, where somebody's word stands that the card was compared. */
const LOOKS_BACK = 200;

export interface ComparedNumber {
  /** null: the number is of this house */
  check: NumberCheck | null;
  /** who is here plainly differs from whose the number is, and this person has not said that they are one */
  isDoubted: boolean;
}

/**
 * Whose history is asked for, beside who is known here under its number. A page asks the centre, unless the
 * history itself is on its way; what a form does goes by what is known then (`onlyKnown`).
 */
export async function comparedNumber(
  facility: Facility,
  request: Request,
  patient: PatientId,
  onlyKnown: boolean,
): Promise<ComparedNumber> {
  const check = await checkNumber(facility, request, patient, facility.patients.get(patient), onlyKnown);
  if (!check || check.differs.length === 0) return { check, isDoubted: false };
  const looks = await lookIndex(facility).ofPatient(patient, LOOKS_BACK);
  const said = looks.filter(({ by }) => by === staffOf(request).id).flatMap(({ differs }) => differs ?? []);
  return { check, isDoubted: check.differs.some((one) => !said.includes(one)) };
}
