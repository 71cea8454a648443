import { checkPassword, makeDecoyHash, passwordStamp } from './password.js';
import type { StaffId } from '../records/ids.js';

/** Where the hashes lie: on the box, never in the ledger. */
export type ReadPasswordHash = (id: StaffId) => Promise<string | null>;

/** Checks passwords against the stored hashes, each read once until it is forgotten. */
export class PasswordBook {
  readonly #hashes = new Map<StaffId, string>();
  readonly #read: ReadPasswordHash;
  readonly #decoy = makeDecoyHash();
  /** how often something was forgotten */
  #forgotten = 0;

  constructor(read: ReadPasswordHash) {
    this.#read = read;
  }

  /** An unknown name takes as long as a known one, so that the time tells nobody who works here. */
  async verify(id: StaffId, password: string): Promise<boolean> {
    const hash = await this.#hash(id);
    const right = await checkPassword(password, hash ?? this.#decoy);
    return right && hash !== null;
  }

  /** See passwordStamp; null where the person has no password. */
  async stamp(id: StaffId): Promise<string | null> {
    const hash = await this.#hash(id);
    return hash === null ? null : passwordStamp(hash);
  }

  /** To be called when a password was set or taken away. */
  forget(id: StaffId): void {
    this.#forgotten += 1;
    this.#hashes.delete(id);
  }

  async #hash(id: StaffId): Promise<string | null> {
    const known = this.#hashes.get(id);
    if (known !== undefined) return known;
    const before = this.#forgotten;
    const read = await this.#read(id);
    // What was read while the password was changed may be the old one.
    if (read !== null && before === this.#forgotten) this.#hashes.set(id, read);
    return read;
  }
}
