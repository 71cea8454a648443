import { createHash } from 'node:crypto';

/** The name of a bundle: the first 16 bytes of its SHA-256, in hex. */
export function bundleId(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}
