import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { FacilityError } from '../records/facility-error.js';

/** What one guess costs, as scrypt counts it. It stands in each hash, so hashes of several costs may lie side by side. */
export interface PasswordCost {
  N: number;
  r: number;
  p: number;
}

// OWASP's password storage sheet names N=2^15, r=8 among its scrypt settings; one hash takes 32 MB.
const COST: PasswordCost = { N: 2 ** 15, r: 8, p: 1 };
const MAX_MEMORY = 64 * 1024 * 1024;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** Hashes run one after the other: each takes 32 MB and a thread that the store needs too. */
const MAX_WAITING = 40;

let waiting = 0;
let lastHash: Promise<unknown> = Promise.resolve();

/** `scrypt$32768$8$1$<salt>$<key>`, key in base64url. */
export async function hashPassword(password: string, cost = COST): Promise<string> {
  const salt = newSalt();
  return encode(cost, salt, await derive(password, salt, cost));
}

/** A hash that no password has: it takes as long to check as any other, and no time to make. */
export function makeDecoyHash(): string {
  return encode(COST, newSalt(), randomBytes(KEY_BYTES));
}

/** Compares in constant time. False for a text that `hashPassword` did not make. Throws `too-many-tries` when flooded. */
export async function checkPassword(password: string, encoded: string): Promise<boolean> {
  const [scheme, N, r, p, salt = '', key = ''] = encoded.split('$');
  if (scheme !== 'scrypt' || !key) return false;
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const derived = await derive(password, salt, cost, expected.length);
  return timingSafeEqual(new Uint8Array(derived), new Uint8Array(expected));
}

/** A short mark of a password's hash, kept in the session: a new password ends the sessions under the old one. */
export function passwordStamp(encoded: string): string {
  return createHash('sha256').update(encoded).digest('base64url').slice(0, 12);
}

function newSalt(): string {
  return randomBytes(SALT_BYTES).toString('base64url');
}

function encode({ N, r, p }: PasswordCost, salt: string, key: Buffer): string {
  return ['scrypt', N, r, p, salt, key.toString('base64url')].join('$');
}

async function derive(
  password: string,
  salt: string,
  cost: PasswordCost,
  bytes = KEY_BYTES,
): Promise<Buffer> {
  if (waiting >= MAX_WAITING) {
    throw new FacilityError('too-many-tries', 'Too many log-ins at once.', { params: { seconds: 10 } });
  }
  waiting += 1;
  const hash = lastHash.then(() => scryptAsync(password.normalize('NFKC'), salt, bytes, cost));
  lastHash = hash.catch(() => undefined);
  try {
    return await hash;
  } finally {
    waiting -= 1;
  }
}

function scryptAsync(password: string, salt: string, bytes: number, cost: PasswordCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, bytes, { ...cost, maxmem: MAX_MEMORY }, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
