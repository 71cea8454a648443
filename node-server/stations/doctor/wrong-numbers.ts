import type { FieldError } from '../../../records/facility-error.js';
import type { Draft } from './draft.js';

const TYPED_NUMBER = /^(line|complaint)\.(\d+)\.(days|amount|quantity|duration)$/;
/** What no number may be. What is only missing yet is said when it is signed. */
const CANNOT_BE = new Set(['outOfRange', 'doctor.amount']);

/** Of what stands against signing, the numbers that were typed and cannot be: they are refused at once. */
export function wrongNumbers(draft: Draft, errors: readonly FieldError[]): FieldError[] {
  return errors.filter(({ field, code }) => {
    const [, table, row, column = ''] = TYPED_NUMBER.exec(field) ?? [];
    if (table === undefined || !CANNOT_BE.has(code)) return false;
    const rows: object[] = table === 'line' ? draft.line : draft.complaint;
    return Object.entries(rows[Number(row)] ?? {}).some(([name, value]) => name === column && value !== '');
  });
}
