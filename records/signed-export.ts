import { createHash, type Hash } from 'node:crypto';
import type { ChainMark } from './chain.js';
import type { BoxId, StaffId } from './ids.js';
import { signText, type SealKey } from './seal.js';

export const EXPORT_FORMAT = 'nadi-audit-export-1';

/** What stands before the records of an export. */
export interface ExportHeader {
  format: typeof EXPORT_FORMAT;
  box: BoxId;
  /** UTC */
  madeAt: string;
  madeBy: StaffId;
  /** the box's public key, base64url */
  publicKey: string;
  /** the records follow this place of the ledger */
  after: ChainMark;
}

/**
 * The text of a signed export: one JSON object, with each record on a line of its own. The signature covers every
 * byte before it.
 */
export class ExportText {
  readonly #hash: Hash = createHash('sha256');
  #count = 0;

  begin(header: ExportHeader): string {
    return this.#hashed(`${JSON.stringify(header).slice(0, -1)},"records":[\n`);
  }

  record(record: object): string {
    this.#count += 1;
    return this.#hashed(`${this.#count === 1 ? '' : ','}${JSON.stringify(record)}\n`);
  }

  end(key: SealKey): string {
    const counted = this.#hashed(`],"count":${this.#count},"signature":`);
    return `${counted}"${signText(exportSignedText(this.#hash), key)}"}\n`;
  }

  #hashed(text: string): string {
    this.#hash.update(text);
    return text;
  }
}

export function exportSignedText(hash: Hash): string {
  return `nadi export 1\n${hash.digest('base64url')}`;
}
