import { createHash } from 'node:crypto';
import type { FacilityError } from '../records/facility-error.js';
import type { Centre } from './centre-database.js';

/**
 * The centre has ended this box's access, and told it so. It stands until an exchange succeeds or a new code is taken:
 * what fails after it (the password, a locked account, the line) is no news.
 */
export interface AccessEnded {
  /** `2026-11-29`, in India */
  day: string;
  /** in the words of who ended it */
  reason: string;
  /** when the box was told, UTC */
  heardAt: string;
  /** hash of the account whose access it was; a new code brings another */
  account: string;
}

/** What a failure tells of ended access; undefined where it tells of something else. */
export function accessEnded(error: FacilityError, centre: Centre, heardAt: string): AccessEnded | undefined {
  if (error.code !== 'box-revoked') return undefined;
  const { day = '', reason = '' } = error.params;
  return { day: String(day), reason: String(reason), heardAt, account: accountHash(centre) };
}

/** The password has more than 64 random bits, so the hash need not be slow. */
export function accountHash({ user, password }: Centre): string {
  return createHash('sha256').update(`${user}\n${password}`).digest('base64url');
}
