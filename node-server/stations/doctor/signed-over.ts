import type { SignedOverAllergy } from '../../../records/care.js';
import type { FieldError } from '../../../records/facility-error.js';
import type { ShownWarning } from './check-draft.js';
import type { WhyAllergy } from './why-allergy.js';

/** What the pharmacist will be told of the allergies that the doctor accepted. */
export function signedOver(
  accepted: readonly ShownWarning[],
  reasons: readonly WhyAllergy[],
): SignedOverAllergy[] {
  return accepted.flatMap(({ warning: { line, allergy }, why }): SignedOverAllergy[] => {
    if (!allergy) return [];
    const reason = reasons.find(({ of }) => of === why)?.text;
    return [{ line, ...allergy, ...(reason && { reason }) }];
  });
}

/** Severe allergies that a medicine speaks against, without a word why it is given all the same. */
export function missingReasons(reasons: readonly WhyAllergy[]): FieldError[] {
  return reasons.flatMap(({ name, text }) =>
    text === '' ? [{ field: `${name}.text`, code: 'doctor.whyAllergy' }] : [],
  );
}
