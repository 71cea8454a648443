import type { Role } from '../../../records/people.js';

/** Who may change stock; the others of the station may look. */
export const KEEPERS: readonly Role[] = ['pharmacist', 'incharge'];
