import { createHash } from 'node:crypto';

/** Names an age recipient (a public key) in eight characters. */
export function recipientFingerprint(recipient: string): string {
  return createHash('sha256').update(recipient).digest('hex').slice(0, 8);
}
