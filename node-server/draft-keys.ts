import { createHmac, hkdfSync } from 'node:crypto';
import type { BoxId, StaffId } from '../records/ids.js';

/** What a person's pages need to keep drafts in a browser that others use too: see ADR 51. */
export interface DraftKeys {
  /** seals them: 32 bytes in base64, the same at every log-in, told by this person's pages only */
  seal: string;
  /** where the draft of a form lies: its address may hold a name or a number, which nobody else is to read */
  slot(action: string): string;
}

export function draftKeys(sessionKey: string, box: BoxId, staff: StaffId): DraftKeys {
  const key = new Uint8Array(hkdfSync('sha256', sessionKey, '', `nadi drafts ${box} ${staff}`, 64));
  return {
    seal: Buffer.from(key.subarray(0, 32)).toString('base64'),
    slot: (action) => createHmac('sha256', key.subarray(32)).update(action).digest('base64url').slice(0, 16),
  };
}
