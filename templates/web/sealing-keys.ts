import { hkdfSync } from 'node:crypto';

/**
 * The keys that seal cookies, made from a server's session key once. Iron would else stretch it by PBKDF2 four times
 * for each cookie and page, which a random key of 48 bytes does not need. Seen by iron as a password named `box`, for
 * sealing and for opening.
 */
export function sealingKeys(sessionKey: string): string {
  const keys = { encryption: derive(sessionKey, 'encryption'), integrity: derive(sessionKey, 'integrity') };
  // hapi's types know the string only.
  return { id: 'box', ...keys, box: keys } as unknown as string;
}

function derive(sessionKey: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', sessionKey, '', `nadi cookie ${purpose}`, 32));
}
