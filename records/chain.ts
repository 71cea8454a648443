import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';

/** A place in a ledger and the chain over all records up to it. */
export interface ChainMark {
  n: number;
  /** 32 bytes, base64url */
  head: string;
}

/** Before the first record: 32 zero bytes. */
export const CHAIN_START: ChainMark = { n: 0, head: Buffer.alloc(32).toString('base64url') };

/** SHA-256 of a record's canonical JSON: 32 bytes as latin1, which takes a third of a Buffer's room. */
export function recordHash(record: object): string {
  return createHash('sha256').update(canonicalJson(record)).digest('binary');
}

/** The hash chain over records in order of `n`: link = SHA-256(previous link ‖ SHA-256 of the record). */
export class Chain {
  #n: number;
  /** 32 bytes as latin1 */
  #link: string;

  constructor(start: ChainMark = CHAIN_START) {
    this.#n = start.n;
    this.#link = Buffer.from(start.head, 'base64url').toString('latin1');
  }

  /** number of the last record in it */
  get n(): number {
    return this.#n;
  }

  get head(): string {
    return Buffer.from(this.#link, 'latin1').toString('base64url');
  }

  add(record: object): void {
    this.addHash(recordHash(record));
  }

  addHash(hash: string): void {
    this.#link = createHash('sha256')
      .update(this.#link + hash, 'latin1')
      .digest('binary');
    this.#n += 1;
  }
}
