import type { Role } from '../../records/people.js';

/** Every role that a staff member may have. Apart from the schemas, so that a command need not load those. */
export const ROLES: readonly Role[] = [
  'clerk',
  'nurse',
  'doctor',
  'lab',
  'pharmacist',
  'incharge',
  'operator',
  'support',
];
