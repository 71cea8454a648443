import { identityToRecipient } from 'age-encryption';
import { recipientFingerprint } from './recipient-fingerprint.js';

/** The fingerprint of the recipient that belongs to a private key. */
export async function identityFingerprint(identity: string): Promise<string> {
  return recipientFingerprint(await identityToRecipient(identity));
}
