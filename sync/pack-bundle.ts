import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { brotliParameters, encodeColumns, sealBundle, type BundledRecord } from './bundle.js';

const compress = promisify(brotliCompress);

/** A bundle, compressed beside the server's other work; `quality` is brotli's, up to 11. */
export async function packBundle(records: readonly BundledRecord[], quality: number): Promise<Buffer> {
  const columns = encodeColumns(records);
  return sealBundle(await compress(columns, { params: brotliParameters(columns.length, quality) }));
}
