import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultSecurity, type Security } from './access.js';
import { CouchError, notFound } from './couch-error.js';
import { DatabaseEvents } from './database-events.js';
import { Database } from './database.js';
import { openPouch, type Pouch } from './pouch.js';

const NAME = /^[a-z][a-z0-9_$()+/-]{0,237}$/;
const SYSTEM_NAMES = ['_users', '_replicator', '_global_changes'];

interface DatabaseEntry {
  created: string;
  security: Security;
}

/**
 * All databases of this server. A catalogue beside them holds their names, their `_security`, the server's uuid,
 * and the users' password hashes, which therefore no document ever carries.
 */
export class Databases {
  readonly events = new DatabaseEvents();
  readonly #databases = new Map<string, Database>();
  readonly #gone = new AbortController();

  private constructor(
    readonly uuid: string,
    readonly catalogue: Pouch,
    readonly adapter: 'memory' | 'leveldb',
    readonly place: string,
  ) {}

  /** Opens what stands in the folder; without a folder everything is in memory and gone after `close`. */
  static async open(folder: string | undefined): Promise<Databases> {
    const adapter = folder === undefined ? 'memory' : 'leveldb';
    if (folder !== undefined) await mkdir(folder, { recursive: true });
    // In-memory databases are shared by all that use one name in a process: a prefix keeps two servers apart.
    const place = folder === undefined ? `${randomUUID()}/` : join(folder, '/');
    const catalogue = openPouch(adapter, place, '%catalogue');
    const uuid = await serverUuid(catalogue);
    const databases = new Databases(uuid, catalogue, adapter, place);
    const { rows } = await catalogue.allDocs<DatabaseEntry>({
      startkey: 'db:',
      endkey: 'db;',
      include_docs: true,
    });
    for (const { id, doc } of rows) {
      if (!doc) continue;
      const { name } = databases.#add(id.slice('db:'.length), doc);
      databases.events.note(name, 'updated');
    }
    if (!databases.#databases.has('_users')) await databases.create('_users');
    return databases;
  }

  #add(name: string, { created, security }: DatabaseEntry): Database {
    const pouch = openPouch(this.adapter, this.place, name);
    const database = new Database(name, pouch, created, security, () => this.events.note(name, 'updated'));
    this.#databases.set(name, database);
    return database;
  }

  names(): string[] {
    return [...this.#databases.keys()].sort();
  }

  find(name: string): Database {
    const database = this.#databases.get(name);
    if (!database) throw notFound('Database does not exist.');
    return database;
  }

  async create(name: string): Promise<Database> {
    if (!NAME.test(name) && !SYSTEM_NAMES.includes(name)) {
      const rule =
        'Only lowercase characters (a-z), digits (0-9), and any of the characters _, $, (, ), +, -, and / ' +
        'are allowed. Must begin with a letter.';
      throw new CouchError(400, 'illegal_database_name', `Name: '${name}'. ${rule}`);
    }
    if (this.#databases.has(name)) {
      throw new CouchError(412, 'file_exists', 'The database could not be created, the file already exists.');
    }
    const entry = { created: String(Math.floor(Date.now() / 1000)), security: defaultSecurity() };
    const database = this.#add(name, entry);
    await putEntry(this.catalogue, `db:${name}`, { ...entry });
    this.events.note(name, 'created');
    return database;
  }

  async setSecurity(database: Database, security: Security): Promise<void> {
    await database.exclusive(async () => {
      await putEntry(this.catalogue, `db:${database.name}`, { created: database.created, security });
      database.security = security;
    });
  }

  async destroy(name: string): Promise<void> {
    const database = this.find(name);
    this.#databases.delete(name);
    await database.retire();
    await database.pouch.destroy();
    await removeEntry(this.catalogue, `db:${name}`);
    this.events.note(name, 'deleted');
  }

  /** aborted when the server stops */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  endFeeds(): void {
    this.#gone.abort();
    for (const database of this.#databases.values()) database.endFeeds();
  }

  async close(): Promise<void> {
    const close = (pouch: Pouch): Promise<void> =>
      this.adapter === 'memory' ? pouch.destroy() : pouch.close();
    for (const database of this.#databases.values()) {
      await database.retire();
      await close(database.pouch);
    }
    await close(this.catalogue);
  }
}

/** Stable over restarts: PouchDB makes the name of its replication checkpoints from it. */
async function serverUuid(catalogue: Pouch): Promise<string> {
  const known = await readEntry<{ uuid: string }>(catalogue, 'server');
  if (known) return known.uuid;
  const uuid = randomUUID().replaceAll('-', '');
  await putEntry(catalogue, 'server', { uuid });
  return uuid;
}

export async function readEntry<T extends object>(catalogue: Pouch, id: string): Promise<T | null> {
  const { rows } = await catalogue.allDocs<T>({ keys: [id], include_docs: true });
  const row = rows[0];
  return row && 'doc' in row && row.doc ? row.doc : null;
}

export async function putEntry(catalogue: Pouch, id: string, entry: object): Promise<void> {
  const old = await readEntry<{ _rev: string }>(catalogue, id);
  await catalogue.put({ ...entry, _id: id, ...(old ? { _rev: old._rev } : {}) });
}

export async function removeEntry(catalogue: Pouch, id: string): Promise<void> {
  const old = await readEntry<{ _rev: string }>(catalogue, id);
  if (old) await catalogue.remove(id, old._rev);
}
