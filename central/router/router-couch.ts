import type Nano from 'nano';
import type { ServerScope } from 'nano';
import { FacilityError } from '../../records/facility-error.js';
import { centreRefusal, statusOf } from '../centre-refusal.js';
import { askInTime, couchOf, type CouchAccount } from '../couch-of.js';

/** A CouchDB that has not answered by then, in milliseconds, is one that cannot work now. */
const PATIENCE_MS = 60_000;

export interface CouchDocument {
  _id: string;
  _rev?: string;
  [field: string]: unknown;
}

export interface ChangesPage {
  documents: CouchDocument[];
  /** ids of those that somebody deleted, where the selector wants them */
  deleted: string[];
  /** where the next page begins */
  last: string;
  /** rows after that, at most */
  pending: number;
}

/** Ids of documents that changed, each once. */
export interface ChangedIds extends Omit<ChangesPage, 'documents'> {
  written: string[];
}

export interface DatabaseEvents {
  names: string[];
  last: string;
}

type Wanted = {
  selector: object;
  limit: number;
  /** with `_conflicts`, where another revision stands beside */
  conflicts?: boolean;
};
type ChangesAnswer = {
  /** `doc`: where whole documents are asked for */
  results: { id: string; deleted?: true; doc?: CouchDocument }[];
  last_seq: string;
  /** null: a cluster does not always know */
  pending?: number | null;
};
type BulkRow = { id: string; error?: string; reason?: string; accepted?: boolean };
/** `doc` is null where it was deleted between the index and the reading of it. */
type Found = { rows: { doc: CouchDocument | null }[] };

/** What the router, and whoever copies as it does, asks a CouchDB as a user of role `centre`. Throws FacilityError, but where it says otherwise. */
export class RouterCouch {
  readonly #nano: ServerScope;

  /**
   * @param at its address, or one that is logged in already
   * @param account absent: name and password are in the address
   */
  constructor(at: string | ServerScope, account?: CouchAccount) {
    if (typeof at !== 'string') {
      this.#nano = at;
      return;
    }
    const { origin, pathname, username, password } = new URL(at);
    const within = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
    this.#nano = couchOf(origin + pathname.replace(/\/$/, ''), account ?? within);
  }

  /**
   * The next documents of these kinds, whole. Null where there is no such database, or where CouchDB does not know the
   * sequence (it was made by another one).
   */
  async changes(
    db: string,
    since: string,
    { selector, limit, conflicts = false }: Wanted,
  ): Promise<ChangesPage | null> {
    const answer = await this.#ask<ChangesAnswer>(
      {
        db,
        path: '_changes',
        method: 'POST',
        qs: {
          ...{ filter: '_selector', include_docs: true, since, limit },
          ...(conflicts ? { conflicts } : {}),
        },
        body: { selector },
      },
      [400, 404],
    );
    if (answer === null) return null;
    const documents = answer.results.flatMap(({ doc }) => (doc && doc['_deleted'] !== true ? [doc] : []));
    return { documents, ...whereItEnds(answer, limit) };
  }

  /** The next ids of documents of any kind, and nothing else of them. Null as for `changes`. */
  async changedIds(db: string, since: string, limit: number): Promise<ChangedIds | null> {
    const answer = await this.#ask<ChangesAnswer>({ db, path: '_changes', qs: { since, limit } }, [400, 404]);
    if (answer === null) return null;
    const written = answer.results.flatMap(({ id, deleted }) => (deleted ? [] : [id]));
    return { written, ...whereItEnds(answer, limit) };
  }

  /**
   * Documents by id, in the order asked, null where one is not there. Null where there is no such database. A majority
   * of the copies is asked, where ranges and views hear of one copy only, which may be behind.
   * @param conflicts with `_conflicts`, where another revision stands beside
   */
  async fetch(
    db: string,
    keys: string[],
    { conflicts = false } = {},
  ): Promise<(CouchDocument | null)[] | null> {
    const qs = { include_docs: true, ...(conflicts ? { conflicts } : {}) };
    const answer = await this.#ask<{
      rows: { doc?: CouchDocument | null; value?: { deleted?: true; rev: string }; key: string }[];
    }>({ db, path: '_all_docs', method: 'POST', qs, body: { keys } }, [404]);
    if (answer === null) return null;
    // What somebody deleted is not brought back.
    return answer.rows.map(({ doc, value, key }) =>
      value?.deleted ? { _id: key, _deleted: true } : (doc ?? null),
    );
  }

  /** Documents under an id prefix. Null where there is no such database. */
  list(db: string, prefix: string): Promise<CouchDocument[] | null> {
    return this.range(db, prefix, `${prefix}\ufff0`);
  }

  /** Documents from one id to another, both of them included. Null where there is no such database. */
  async range(db: string, startkey: string, endkey: string): Promise<CouchDocument[] | null> {
    const qs = { include_docs: true, startkey, endkey };
    const answer = await this.#ask<Found>({ db, path: '_all_docs', qs }, [404]);
    return answer && documentsOf(answer);
  }

  /** Ids that begin so; none where there is no such database. */
  async ids(db: string, prefix: string): Promise<string[]> {
    const qs = { startkey: prefix, endkey: `${prefix}\ufff0` };
    const answer = await this.#ask<{ rows: { id: string }[] }>({ db, path: '_all_docs', qs }, [404]);
    return answer?.rows.map(({ id }) => id) ?? [];
  }

  /** Documents that a view emits under a key that begins with these. */
  async viewed(db: string, view: string, key: string[]): Promise<CouchDocument[]> {
    const answer = await this.#ask<Found>({
      db,
      path: view,
      qs: {
        ...{ include_docs: true, reduce: false },
        ...{ startkey: key, endkey: [...key, {}] },
      },
    });
    return documentsOf(answer);
  }

  /** The ids of documents that a view emits under each of these keys. */
  async idsUnder(db: string, view: string, keys: string[]): Promise<{ key: string; id: string }[]> {
    const qs = { reduce: false };
    const answer = await this.#ask<{ rows: { key: string; id: string }[] }>({
      ...{ db, path: view, method: 'POST', qs, body: { keys } },
    });
    return answer.rows;
  }

  /** The documents of a view's first rows; of its last ones, the last first, where `way` says so. */
  async first(
    db: string,
    view: string,
    limit: number,
    way: 'first' | 'last' = 'first',
  ): Promise<CouchDocument[]> {
    const qs = { include_docs: true, reduce: false, limit, descending: way === 'last' };
    const answer = await this.#ask<Found>({ db, path: view, qs });
    return documentsOf(answer);
  }

  /** The documents of a view's first rows, up to a key; one that has several rows comes as often. */
  async upTo(db: string, view: string, endkey: string, limit: number): Promise<CouchDocument[]> {
    const answer = await this.#ask<Found>({
      ...{ db, path: view, qs: { include_docs: true, reduce: false, endkey, limit } },
    });
    return documentsOf(answer);
  }

  /** How many rows a view has under each key. */
  async counts(db: string, view: string): Promise<[key: string, count: number][]> {
    const answer = await this.#ask<{ rows: { key: string; value: number }[] }>({
      ...{ db, path: view, qs: { group: true } },
    });
    return answer.rows.map(({ key, value }) => [key, value]);
  }

  /** The same for these keys alone; those that no document has are left out. */
  async countsOf(db: string, view: string, keys: string[]): Promise<[key: string, count: number][]> {
    const answer = await this.#ask<{ rows: { key: string; value: number }[] }>({
      ...{ db, path: view, method: 'POST', qs: { group: true }, body: { keys } },
    });
    return answer.rows.map(({ key, value }) => [key, value]);
  }

  /** What a view's rows come to, all of them; null where there is no such view, or no row. */
  async total<V>(db: string, view: string): Promise<V | null> {
    const answer = await this.#ask<{ rows: { value: V }[] }>({ db, path: view }, [404]);
    return answer?.rows[0]?.value ?? null;
  }

  /** All that a view has, reduced by the first so many places of its keys. */
  async grouped<V>(db: string, view: string, level: number): Promise<{ key: unknown[]; value: V }[]> {
    const answer = await this.#ask<{ rows: { key: unknown[]; value: V }[] }>({
      ...{ db, path: view, qs: { group_level: level } },
    });
    return answer.rows;
  }

  /** Keys under which a view has anything, as far as its first so many places. */
  async keys(db: string, view: string, key: unknown[], level: number): Promise<unknown[][]> {
    const answer = await this.#ask<{ rows: { key: unknown[] }[] }>({
      db,
      path: view,
      qs: {
        group_level: level,
        ...{ startkey: key, endkey: [...key, {}] },
      },
    });
    return answer.rows.map((row) => row.key);
  }

  /** These revisions of a document, those of them that are there. */
  async revisions(db: string, id: string, revs: readonly string[]): Promise<CouchDocument[]> {
    const docs = revs.map((rev) => ({ id, rev }));
    const { results } = await this.#ask<{ results: { docs: { ok?: CouchDocument }[] }[] }>({
      ...{ db, path: '_bulk_get', method: 'POST', body: { docs } },
    });
    return results.flatMap((result) => result.docs.flatMap(({ ok }) => ok ?? []));
  }

  /**
   * Writes documents; the ids of those that somebody else changed meanwhile. Throws where CouchDB takes none, and where
   * fewer copies took one than CouchDB vouches for: another revision may come to stand beside it.
   */
  async write(db: string, docs: CouchDocument[]): Promise<string[]> {
    const rows = await this.#ask<BulkRow[]>({ db, path: '_bulk_docs', method: 'POST', body: { docs } });
    const failed = rows.filter(({ error }) => error !== undefined);
    const worse = failed.find(({ error }) => error !== 'conflict');
    if (worse) {
      throw new FacilityError('centre-refused', `${db} refused ${worse.id}: ${worse.error ?? ''}`, {
        hint: 'hints.couchLog',
      });
    }
    const few = rows.find(({ accepted }) => accepted);
    if (few) {
      throw new FacilityError('centre-unreachable', `Too few nodes of the CouchDB took ${few.id} in ${db}.`, {
        hint: 'hints.nodesUp',
      });
    }
    return failed.map(({ id }) => id);
  }

  /** Copies of each document: more than one on a cluster, where one may be behind the others. */
  async copies(db: string): Promise<number> {
    const { cluster } = await this.#ask<{ cluster?: { n: number } }>({ db, path: '' });
    return cluster?.n ?? 1;
  }

  /** A `_local` document; null where it is not there, nor its database. */
  readLocal(db: string, id: string): Promise<CouchDocument | null> {
    return this.#ask<CouchDocument>({ db, path: `_local/${id}` }, [404]);
  }

  async writeLocal(db: string, id: string, body: object): Promise<void> {
    const standing = await this.readLocal(db, id);
    const rev = standing?._rev === undefined ? {} : { _rev: standing._rev };
    await this.#ask({ db, path: `_local/${id}`, method: 'PUT', body: { ...body, ...rev } });
  }

  /** Names of databases that were written after `since`, waiting so long for the first; null where this user may not ask. */
  async events(since: string, waitMs: number): Promise<DatabaseEvents | null> {
    const answer = await this.#ask<{
      results: { db_name: string; type: string }[];
      last_seq: string;
    }>(
      {
        path: '_db_updates',
        qs: { since, ...(waitMs > 0 ? { feed: 'longpoll', timeout: waitMs } : {}) },
      },
      [400, 401, 403, 404],
      waitMs,
    );
    if (answer === null) return null;
    const written = answer.results.filter(({ type }) => type !== 'deleted');
    return { names: [...new Set(written.map(({ db_name }) => db_name))], last: answer.last_seq };
  }

  /** Names of databases from one to another; null where this user may not ask. */
  databases(from: string, to: string): Promise<string[] | null> {
    const qs = { startkey: from, endkey: to };
    return this.#ask<string[]>({ path: '_all_dbs', qs }, [401, 403]);
  }

  /** `asked` are answers that are told as null. */
  async #ask<T>(request: Nano.RequestOptions, asked?: undefined, waitMs?: number): Promise<T>;
  async #ask<T>(request: Nano.RequestOptions, asked: number[], waitMs?: number): Promise<T | null>;
  async #ask<T>(request: Nano.RequestOptions, asked: number[] = [], waitMs = 0): Promise<T | null> {
    const late = (): Error => new FacilityError('centre-unreachable', 'The CouchDB does not answer in time.');
    try {
      return (await askInTime(this.#nano, request, PATIENCE_MS + waitMs, late)) as T;
    } catch (error) {
      const status = statusOf(error);
      if (status !== undefined && asked.includes(status)) return null;
      throw centreRefusal(error);
    }
  }
}

function documentsOf({ rows }: Found): CouchDocument[] {
  return rows.flatMap(({ doc }) => doc ?? []);
}

function whereItEnds(
  { results, last_seq, pending }: ChangesAnswer,
  limit: number,
): Omit<ChangesPage, 'documents'> {
  const deleted = results.flatMap(({ id, deleted: gone }) => (gone ? [id] : []));
  return { deleted, last: last_seq, pending: results.length >= limit ? (pending ?? 1) : 0 };
}
