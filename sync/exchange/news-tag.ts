import { createHash } from 'node:crypto';
import type { NewsCursors } from './messages.js';

/** A short name for cursors, so that CouchDB's long sequences need not travel with each exchange. */
export function newsTag({ shared = '', inbox = '' }: NewsCursors): string {
  return createHash('sha256').update(`${shared}\n${inbox}`).digest('base64url').slice(0, 12);
}
