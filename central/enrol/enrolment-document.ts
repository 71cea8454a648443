import { createHash } from 'node:crypto';
import type { BoxId } from '../../records/ids.js';

/** Why and since when a box is let in no more. Its box shows the first reason. */
export interface Revocation {
  /** UTC */
  at: string;
  reason: string;
  /** the CouchDB admin who did it */
  by?: string;
  /** said after it, in the order of time */
  later?: { at: string; reason: string; by?: string }[];
}

/** `enrolment:BR1042` in `boxes`: what the gateway needs to judge a code, and nothing from which one could be made. */
export interface Enrolment {
  type: 'enrolment';
  v: 1;
  box: BoxId;
  /** UTC */
  at: string;
  expires?: string;
  /** hash of the code's proof */
  codeHash?: string;
  /** the box's access, for whoever has the code */
  sealed?: string;
  /** by it a box whose access was ended is known, and told why */
  credentialHash?: string;
  usedAt?: string;
  /** mark of the machine that used it */
  usedBy?: string;
  revoked?: Revocation;
}

export function enrolmentId(box: BoxId): string {
  return `enrolment:${box}`;
}

/** The password has more than 64 random bits, so the hash need not be slow. */
export function hashOfCredential(box: BoxId, password: string): string {
  return createHash('sha256').update(`${box}\n${password}`).digest('base64url');
}
