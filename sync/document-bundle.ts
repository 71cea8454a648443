import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { plainBytes } from './exchange/plain-bytes.js';

/** Stands in until the columns of documents are there. */
export function encodeDocuments(documents: readonly object[]): Uint8Array {
  return plainBytes(brotliCompressSync(JSON.stringify(documents)));
}
export function decodeDocuments(bytes: Uint8Array): object[] {
  return JSON.parse(brotliDecompressSync(bytes).toString()) as object[];
}
