import { ByteWriter } from './byte-writer.js';
import { BUNDLE_LIMITS, ByteReader } from '../bundle/byte-reader.js';

/** Bytes of a bundle that lie on the gateway's disk. It comes often, so it takes few bytes. */
export interface Held {
  /** which bundle of this exchange, from 1 */
  ordinal: number;
  bytes: number;
}

export function heldMessage(ordinal: number, bytes: number): Uint8Array {
  const out = new ByteWriter();
  out.count(ordinal);
  out.count(bytes);
  return out.end();
}

/** Throws BundleError. */
export function readHeld(message: Uint8Array): Held {
  const from = new ByteReader(message, BUNDLE_LIMITS);
  return { ordinal: from.count(), bytes: from.count() };
}
