import { identityToRecipient } from 'age-encryption';
import { keyFingerprint } from './key-fingerprint.js';

/** The fingerprint of the recipient that belongs to a private key. */
export async function identityFingerprint(identity: string): Promise<string> {
  return keyFingerprint(await identityToRecipient(identity));
}
