import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto';
import type { BoxId } from '../../records/ids.js';

/** A code's 64 bits are stretched, so that who reads along cannot try them all: about 0.1 s and 32 MB each. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const NONCE = 12;
const TAG = 16;

/** What both sides make of a code. The code itself never travels, and the centre keeps neither of the two. */
export interface EnrolmentKeys {
  /** shown to the gateway, which knows its hash */
  proof: string;
  /** opens what the centre sealed for this box */
  key: Uint8Array;
}

export function deriveKeys(box: BoxId, secret: Uint8Array): Promise<EnrolmentKeys> {
  return new Promise((resolve, reject) => {
    scrypt(secret, `nadi enrolment ${box}`, 64, SCRYPT, (error, bytes) => {
      if (error) reject(error);
      else {
        const key = Uint8Array.from(bytes.subarray(32));
        resolve({ proof: bytes.subarray(0, 32).toString('base64url'), key });
      }
    });
  });
}

/** 256 bits need no slow hash. */
export function hashOfProof(proof: string): string {
  return createHash('sha256').update(proof).digest('base64url');
}

/** AES-256-GCM: nonce, sealed bytes, tag. */
export function seal(key: Uint8Array, content: object): string {
  const nonce = Uint8Array.from(randomBytes(NONCE));
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const parts = [nonce, cipher.update(JSON.stringify(content), 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(parts.map((part) => Uint8Array.from(part))).toString('base64url');
}

/** Throws where the key is another one or the bytes were changed. */
export function unseal(key: Uint8Array, sealed: string): unknown {
  const bytes = Uint8Array.from(Buffer.from(sealed, 'base64url'));
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE));
  decipher.setAuthTag(bytes.subarray(-TAG));
  const text = decipher.update(bytes.subarray(NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8');
  return JSON.parse(text) as unknown;
}
