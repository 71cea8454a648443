import { promisify } from 'node:util';
import { brotliCompress, constants, crc32 } from 'node:zlib';
import { BundleError } from './bundle-error.js';
import { ByteReader, type BundleLimits } from './byte-reader.js';
import { unpackBrotli } from './unpack-brotli.js';

const compress = promisify(brotliCompress);
/** How the texts are packed. */
const PLAIN = 0;
const BROTLI = 1;
/** format, packing, primer, checksum */
const HEAD = 7;

/** Bits that a range coder made, and the texts that nothing foretold, each ended by U+0000. */
export interface Parts {
  /** which records both sides know beforehand: see primer.ts */
  primer: number;
  bits: Uint8Array;
  texts: Uint8Array;
}

/** `format, packing, primer, CRC-32 of all else (4 bytes, lowest first), length of the bits, bits, texts` */
export async function sealEnvelope(format: number, parts: Parts, quality: number): Promise<Uint8Array> {
  const packed = await compress(parts.texts, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: parts.texts.length,
    },
  });
  const smaller = packed.length < parts.texts.length;
  const rest = [countBytes(parts.bits.length), parts.bits, smaller ? new Uint8Array(packed) : parts.texts];
  const bytes = new Uint8Array(HEAD + rest.reduce((sum, { length }) => sum + length, 0));
  bytes[0] = format;
  bytes[1] = smaller ? BROTLI : PLAIN;
  bytes[2] = parts.primer;
  let at = HEAD;
  for (const part of rest) {
    bytes.set(part, at);
    at += part.length;
  }
  writeChecksum(bytes);
  return bytes;
}

/** Throws BundleError. */
export function openEnvelope(bytes: Uint8Array, limits: BundleLimits): Parts {
  if (bytes.length <= HEAD) throw new BundleError('damaged', 'The bundle is cut off.');
  if (new DataView(bytes.buffer, bytes.byteOffset).getUint32(3, true) !== checksum(bytes))
    throw new BundleError('damaged', 'The checksum of the bundle is wrong.');
  const from = new ByteReader(bytes.subarray(HEAD), limits);
  const bits = from.bytes(from.count());
  const texts = from.bytes(from.left);
  const [, packing, primer = 0] = bytes;
  if (packing === PLAIN) return { primer, bits, texts };
  if (packing === BROTLI) return { primer, bits, texts: unpackBrotli(texts, limits) };
  throw new BundleError('newer', 'The texts of the bundle are packed in an unknown way.');
}

/** Sets the checksum over what stands in the bytes. */
export function writeChecksum(bytes: Uint8Array): void {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(3, checksum(bytes), true);
}

function checksum(bytes: Uint8Array): number {
  return crc32(bytes.subarray(HEAD), crc32(bytes.subarray(0, 3)));
}

/** Seven bits a byte, the lowest first. */
function countBytes(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  return Uint8Array.from([...bytes, rest]);
}
