import { CouchError } from './couch-error.js';

/** As CouchDB's defaults (`[chttpd_auth_lockout]`): so many wrong passwords of one user from one address, for so long. */
const MOST = 5;
const LIFE_MS = 300_000;
/** Then it begins anew. */
const REMEMBERED = 10_000;

/**
 * Who has tried too many wrong passwords is refused for a while, with the right one too. Behind a gateway or the
 * centre's pages everybody has one address, so that a stranger's tries lock a box out.
 */
export class Lockout {
  readonly #failures = new Map<string, { count: number; until: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Throws 403 where it is locked. */
  check(name: string, address: string): void {
    const failed = this.#failures.get(keyOf(name, address));
    if (!failed || failed.count < MOST || failed.until <= this.now()) return;
    const reason = 'Account is temporarily locked due to multiple authentication failures';
    throw new CouchError(403, 'forbidden', reason);
  }

  failed(name: string, address: string): void {
    const key = keyOf(name, address);
    const known = this.#failures.get(key);
    if (known && known.until > this.now()) {
      known.count += 1;
      return;
    }
    if (this.#failures.size >= REMEMBERED) this.#failures.clear();
    this.#failures.set(key, { count: 1, until: this.now() + LIFE_MS });
  }

  /** A new password begins anew. */
  forget(name: string): void {
    for (const key of this.#failures.keys()) if (key.startsWith(keyOf(name, ''))) this.#failures.delete(key);
  }
}

function keyOf(name: string, address: string): string {
  return `${JSON.stringify(name)} ${address}`;
}
