import type { SignedOverAllergy } from '../../../records/care.js';
import type { FieldError } from '../../../records/facility-error.js';
import type { ShownWarning } from './check-draft.js';
import type { Draft } from './draft.js';

/** What the pharmacist will be told of the allergies that the doctor accepted. */
export function signedOver(accepted: ShownWarning[], draft: Draft): SignedOverAllergy[] {
  return accepted.flatMap(({ warning: { line, level, allergy }, row }): SignedOverAllergy[] => {
    if (!allergy) return [];
    const reason = level === 'reason' ? draft.line[row]?.whyAllergy : undefined;
    return [{ line, ...allergy, ...(reason && { reason }) }];
  });
}

/** Lines against which a severe allergy speaks, without a word why they are given all the same. */
export function missingReasons(warnings: readonly ShownWarning[], draft: Draft): FieldError[] {
  return draft.line.flatMap(({ whyAllergy }, row): FieldError[] => {
    const wanted = warnings.some((one) => one.row === row && one.warning.level === 'reason');
    return wanted && whyAllergy === ''
      ? [{ field: `line.${row}.whyAllergy`, code: 'doctor.whyAllergy' }]
      : [];
  });
}
