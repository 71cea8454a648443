import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import type { SealRecord } from './box.js';

/** The box's Ed25519 key pair. */
export interface SealKey {
  private: KeyObject;
  /** 32 bytes, base64url, as it stands in a key record */
  public: string;
}

/** Opens a private key that is kept as PKCS #8, base64url. Throws where it is none. */
export function openSealKey(kept: string): SealKey {
  const key = createPrivateKey({ key: Buffer.from(kept, 'base64url'), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (key.asymmetricKeyType !== 'ed25519' || typeof x !== 'string') throw new TypeError('no Ed25519 key');
  return { private: key, public: x };
}

/** Ed25519 (RFC 8032) over a text, base64url. */
export function signText(text: string, key: SealKey): string {
  return sign(null, bytesOf(text), key.private).toString('base64url');
}

/** @param key an Ed25519 public key, base64url; a wrong one verifies nothing */
export function isSigned(text: string, signature: string, key: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  // Of the last character's bits some say nothing: another one in its place must not pass.
  if (bytes.toString('base64url') !== signature) return false;
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
    return verify(null, bytesOf(text), publicKey, new Uint8Array(bytes));
  } catch {
    return false;
  }
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** What a seal's signature covers: every field of the record but the signature itself. */
export function sealText({ signature: _signature, ...seal }: SealRecord): string {
  return `nadi seal 1\n${canonicalJson(seal)}`;
}

/** A key as people compare it by eye or over the telephone: `3F2A 91C0 …`, the first 16 of its 32 bytes. */
export function keyFingerprint(key: string): string {
  const hex = Buffer.from(key, 'base64url').toString('hex').toUpperCase().slice(0, 32);
  return hex.replace(/(.{4})(?=.)/g, '$1 ');
}
