import { createHash } from 'node:crypto';
import { identityToRecipient } from 'age-encryption';

/** Names an age recipient (a public key) in eight characters. */
export function keyFingerprint(recipient: string): string {
  return createHash('sha256').update(recipient).digest('hex').slice(0, 8);
}

/** The fingerprint of the recipient that belongs to a private key. */
export async function identityFingerprint(identity: string): Promise<string> {
  return keyFingerprint(await identityToRecipient(identity));
}
