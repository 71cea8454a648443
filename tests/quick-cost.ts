import type { PasswordCost } from '../node-server/password.js';

/** For tests of who gets in, not of how dear a guess is: a hash of 2 ms instead of 65. */
export const QUICK_COST: PasswordCost = { N: 1024, r: 8, p: 1 };
