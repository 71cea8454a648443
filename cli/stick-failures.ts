import type { ErrorCode } from '../records/facility-error.js';

/** What can be wrong with a file that is taken in from a stick; for a command's help. */
export const STICK_FAILURES: readonly ErrorCode[] = [
  'stick-damaged',
  'stick-cut-off',
  'stick-foreign',
  'stick-newer',
  'stick-wrong-key',
  'stick-not-trusted',
  'box-revoked',
  'stick-no-key',
  'stick-no-place',
];
