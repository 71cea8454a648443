import { X509Certificate } from 'node:crypto';
import { CLEAR_LETTERS } from '../devices/device-secret.js';

const SECRET = 8;
/** 59 bits: nobody on the LAN makes a second CA with the same mark. */
const MARK = 12;

/** What a person types at the spare box: the secret, and with TLS the mark by which the main box's CA is known. */
export interface CodeParts {
  secret: string;
  /** null: a main box that speaks plain HTTP */
  mark: string | null;
}

/** `k7mp-3xq9-ab2c-d3ef-gh4j` */
export function writeCode({ secret, mark }: CodeParts): string {
  return `${secret}${mark ?? ''}`.match(/.{4}/g)?.join('-') ?? '';
}

/** Null where it cannot be one; spaces, hyphens and capitals are forgiven. */
export function readCode(typed: string): CodeParts | null {
  const text = typed.toLowerCase().replace(/[\s-]/g, '');
  if (![...text].every((letter) => CLEAR_LETTERS.includes(letter))) return null;
  if (text.length !== SECRET && text.length !== SECRET + MARK) return null;
  return { secret: text.slice(0, SECRET), mark: text.slice(SECRET) || null };
}

/** The end of the certificate's SHA-256, in letters that can be read out. */
export function markOf(certificate: string): string {
  const { fingerprint256 } = new X509Certificate(certificate);
  let number = BigInt(`0x${fingerprint256.replaceAll(':', '')}`);
  let mark = '';
  for (; mark.length < MARK; number /= BigInt(CLEAR_LETTERS.length)) {
    mark += CLEAR_LETTERS[Number(number % BigInt(CLEAR_LETTERS.length))] ?? '';
  }
  return mark;
}
