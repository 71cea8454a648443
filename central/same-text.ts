import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares two secrets in a time that doesn't tell where they differ. */
export function sameText(one: string, other: string): boolean {
  const digest = (text: string): Uint8Array => {
    return new TextEncoder().encode(createHash('sha256').update(text).digest('hex'));
  };
  return timingSafeEqual(digest(one), digest(other));
}
