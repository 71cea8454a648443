import { brotliDecompressSync } from 'node:zlib';
import { BundleError } from './bundle-error.js';
import type { BundleLimits } from './byte-reader.js';

/** Never unpacks more than the limits allow: what would grow further is refused on the way. */
export function unpackBrotli(packed: Uint8Array, limits: BundleLimits): Uint8Array {
  const most = Math.min(limits.bytes, Math.max(64 * 1024, packed.length * limits.ratio));
  try {
    const bytes = brotliDecompressSync(packed, { maxOutputLength: most });
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new BundleError('large', `The bundle unpacks to more than ${most} bytes.`, { cause });
    throw new BundleError('damaged', 'The bundle cannot be unpacked.', { cause });
  }
}
