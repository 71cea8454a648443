import { createHash, randomBytes, scrypt } from 'node:crypto';
import type { User } from './access.js';
import { CouchError } from './couch-error.js';
import { putEntry, readEntry, removeEntry, type Databases } from './databases.js';
import { Lockout } from './lockout.js';
import type { Document } from './pouch.js';
import { sameText } from '../same-text.js';

interface Credential {
  salt: string;
  hash: string;
  /** see Users; older ones were made with Node's own */
  hashCost?: number;
}

const ID_PREFIX = 'org.couchdb.user:';
const HASH_FIELDS = [
  'password',
  'derived_key',
  'salt',
  'iterations',
  'password_scheme',
  'password_sha',
  'pbkdf2_prf',
];
const REMEMBERED = 500;
/** scrypt's N of Node's own, which the first hashes were made with */
const USUAL_COST = 2 ** 14;

/** The server admin, and the users of `_users`, whose hashes lie in the catalogue and never in a document. */
export class Users {
  /** passwords that were right before: scrypt on each request of a replication would be most of its time */
  readonly #remembered = new Set<string>();
  readonly #lockout = new Lockout();

  constructor(
    private readonly databases: Databases,
    private readonly admin: { name: string; password: string },
    /** scrypt's N for the passwords that are set from now on */
    private readonly hashCost = USUAL_COST,
  ) {}

  /** The user whom name and password prove; null where they don't. Throws 403 where too many tries failed. */
  async logIn(name: string, password: string, address: string): Promise<User | null> {
    const credential = name === this.admin.name ? null : await this.#credential(name);
    // Of a name that is nobody's CouchDB remembers nothing.
    if (name !== this.admin.name && !credential) return null;
    this.#lockout.check(name, address);
    const user = await this.#proven(name, password, credential);
    if (!user) this.#lockout.failed(name, address);
    return user;
  }

  async #proven(name: string, password: string, credential: Credential | null): Promise<User | null> {
    if (!credential) return sameText(password, this.admin.password) ? this.find(name) : null;
    const proof = createHash('sha256')
      .update(JSON.stringify([name, password, credential.hash]))
      .digest('hex');
    if (!this.#remembered.has(proof)) {
      if (!sameText(await hashPassword(password, credential), credential.hash)) return null;
      if (this.#remembered.size >= REMEMBERED) this.#remembered.clear();
      this.#remembered.add(proof);
    }
    return this.find(name);
  }

  async find(name: string): Promise<User | null> {
    if (name === this.admin.name) return { name, roles: ['_admin'] };
    const document = await this.#document(name);
    if (document && '_conflicts' in document) {
      const reason =
        'User document conflicts must be resolved before the document is used for authentication purposes.';
      throw new CouchError(401, 'unauthorized', reason);
    }
    return document && { name, roles: document.roles };
  }

  async isThere(name: string): Promise<boolean> {
    return (await this.#document(name)) !== null;
  }

  async #document(name: string): Promise<{ roles: string[] } | null> {
    const { rows } = await this.databases.find('_users').pouch.allDocs<{ roles: string[] }>({
      ...{ keys: [ID_PREFIX + name], include_docs: true, conflicts: true },
    });
    const row = rows[0];
    return row && 'doc' in row && row.doc ? row.doc : null;
  }

  /** Changes with the password, so that a session signed with it ends then. */
  async secret(name: string): Promise<string> {
    if (name === this.admin.name) return this.admin.password;
    return (await this.#credential(name))?.hash ?? '';
  }

  async setPassword(name: string, password: string): Promise<void> {
    const salt = randomBytes(16).toString('hex');
    const { hashCost } = this;
    const hash = await hashPassword(password, { salt, hashCost });
    const credential: Credential = { salt, hash, hashCost };
    await putEntry(this.databases.catalogue, `user:${name}`, credential);
    this.#lockout.forget(name);
  }

  async forget(name: string): Promise<void> {
    await removeEntry(this.databases.catalogue, `user:${name}`);
  }

  #credential(name: string): Promise<Credential | null> {
    return readEntry<Credential>(this.databases.catalogue, `user:${name}`);
  }
}

/** The name that a `_users` id carries; null where the id is no user's. */
export function userName(id: string): string | null {
  return id.startsWith(ID_PREFIX) ? id.slice(ID_PREFIX.length) : null;
}

/** The rules of CouchDB's own `_design/_auth`; the error says what it says. */
export function checkUserDocument({
  _id: id,
  _deleted: deleted,
  type,
  name,
  roles,
}: Document): CouchError | null {
  const refuse = (reason: string): CouchError => new CouchError(403, 'forbidden', reason);
  if (deleted) return null;
  if (type !== 'user') return refuse('doc.type must be user');
  if (typeof name !== 'string' || name === '') return refuse('doc.name is required');
  if (!Array.isArray(roles)) return refuse('doc.roles must be an array');
  if (id !== ID_PREFIX + name) return refuse('Doc ID must be of the form org.couchdb.user:name');
  if (roles.some((role) => typeof role !== 'string')) return refuse('doc.roles can only contain strings');
  if (roles.some((role) => String(role).startsWith('_'))) {
    return refuse('No system roles (starting with underscore) in users db.');
  }
  if (name.startsWith('_')) return refuse('Username may not start with underscore.');
  if (name.includes(':')) return refuse('Character `:` is not allowed in usernames.');
  return null;
}

/** A user document without its password and without anything that a hash could hide in. */
export function withoutPassword(document: Document): Document {
  return Object.fromEntries(
    Object.entries(document).filter(([field]) => !HASH_FIELDS.includes(field)),
  ) as Document;
}

function hashPassword(
  password: string,
  { salt, hashCost = USUAL_COST }: Pick<Credential, 'salt' | 'hashCost'>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 32, { N: hashCost }, (error, hash) =>
      error ? reject(error) : resolve(hash.toString('hex')),
    );
  });
}
