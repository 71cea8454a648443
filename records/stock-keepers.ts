import type { Role } from './people.js';

/** Who may change stock; others may look at it. */
export const STOCK_KEEPERS: readonly Role[] = ['pharmacist', 'incharge'];
