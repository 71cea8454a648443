import { inboxDatabase, type BoxId } from '../../../records/ids.js';
import type { Copy } from '../copy.js';

/** Where a sender is told that a referral reached nobody: what was told stands, and what follows it goes nowhere either. */
export function undeliveredAt(box: BoxId, referral: string): NonNullable<Copy['unless']> {
  return { database: inboxDatabase(box), id: `referral-undelivered:${referral}` };
}
