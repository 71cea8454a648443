import type { ErrorCode } from './facility-error.js';

/** Exit status of a command and HTTP status of a page or an API answer, for each error code. */
export const ERROR_TABLE: Record<ErrorCode, { exit: number; http: number }> = {
  'bad-input': { exit: 2, http: 400 },
  'not-found': { exit: 3, http: 404 },
  'not-allowed': { exit: 4, http: 403 },
  'not-logged-in': { exit: 4, http: 401 },
  'too-many-tries': { exit: 4, http: 429 },
  conflict: { exit: 5, http: 409 },
  'already-done': { exit: 5, http: 409 },
  'stock-short': { exit: 5, http: 409 },
  'disk-full': { exit: 6, http: 507 },
  'store-failed': { exit: 6, http: 503 },
  'store-locked': { exit: 7, http: 503 },
  'store-foreign': { exit: 7, http: 503 },
  'store-damaged': { exit: 7, http: 503 },
  'not-set-up': { exit: 8, http: 503 },
  'already-set-up': { exit: 8, http: 409 },
  'port-in-use': { exit: 9, http: 503 },
  'server-not-running': { exit: 10, http: 503 },
  'server-running': { exit: 10, http: 409 },
  'centre-unreachable': { exit: 11, http: 503 },
  'centre-refused': { exit: 12, http: 502 },
  'centre-not-set': { exit: 13, http: 409 },
  'audit-failed': { exit: 20, http: 409 },
  internal: { exit: 1, http: 500 },
};
