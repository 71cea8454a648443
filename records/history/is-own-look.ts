import type { AccessRecord } from '../box.js';
import { boxOf, type BoxId, type PatientId } from '../ids.js';

/** A look is an ask's own: one of days ago opens nothing, but clocks of boxes go wrong by hours. In milliseconds. */
const LOOK_COUNTS_MS = 48 * 3_600_000;

/** Whether a box wrote down, by itself and just now, that it looks at this patient alone. */
export function isOwnLook(
  { box, patient, look }: { box: BoxId; patient: PatientId; look: AccessRecord },
  now: string,
): boolean {
  const [seen, ...others] = look.patients;
  if (boxOf(look._id) !== box || seen !== patient || others.length > 0) return false;
  const age = Math.abs(Date.parse(now) - Date.parse(look.at));
  return age <= LOOK_COUNTS_MS || look.clockUncertain === true;
}
