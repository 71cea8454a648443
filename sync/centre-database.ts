import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import { centreError } from './centre-error.js';
import type { CentreLine } from './centre-line.js';

PouchDB.plugin(httpAdapter);

/** Where a box's data go: CouchDB's root address and the box's own user there. */
export interface Centre {
  url: string;
  user: string;
  password: string;
  /** the gateway's root address; absent: records travel by stock replication */
  gateway?: string;
  /** certificates to trust at the gateway, PEM, instead of the system's */
  gatewayCa?: string;
}

export interface CentreDatabase {
  name: string;
  /** the full address, without credentials: what marks and checkpoints are bound to */
  address: string;
  database: PouchDB.Database;
  /** CouchDB's own words on it; throws `centre-refused` where it is missing or closed to this box */
  info: () => Promise<CentreInfo>;
  /** what PouchDB has no function for; a path below the database. Throws `centre-refused`, `centre-unreachable` */
  ask: (path: string, init?: { method: string; body: string }) => Promise<Record<string, unknown>>;
  /** documents there without design documents; `expected` saves a request where it is right */
  countRecords: (expected: number) => Promise<number>;
}

export interface CentreInfo {
  doc_count: number;
  update_seq: number | string;
  instance_start_time?: string;
}

interface BulkGetRequest {
  docs: { id: string; rev?: string }[];
}

/** Opens one database at the centre for replication; makes no request and never creates the database. */
export function openCentreDatabase(centre: Centre, name: string, line: CentreLine): CentreDatabase {
  const address = `${centreAddress(centre.url)}/${name}`;
  const database = new PouchDB(address, {
    auth: { username: centre.user, password: centre.password },
    fetch: line.fetch,
    skip_setup: true,
  });
  // No released type knows it.
  const remote = database as PouchDB.Database & { fetch(path: string, init?: object): Promise<Response> };
  let designDocuments = 0;

  async function ask(
    path: string,
    init?: { method: string; body: string },
  ): Promise<Record<string, unknown>> {
    const headers = new Headers({ Accept: 'application/json', 'Content-Type': 'application/json' });
    const response = await remote.fetch(path, { ...init, headers });
    if (!response.ok) throw centreError({ status: response.status }, name);
    return (await response.json()) as Record<string, unknown>;
  }

  async function info(): Promise<CentreInfo> {
    return (await ask('')) as unknown as CentreInfo;
  }

  Object.assign(database, {
    // PouchDB asks the server's root for its uuid each time, and takes another id (so another checkpoint, so
    // the whole ledger again) whenever that one request fails.
    id: (): Promise<string> => Promise.resolve(address),
    // Replication asks for it with each batch, for a progress display that nobody reads, and leaves a failure
    // unhandled: on a line that breaks just then Node would end the process.
    info: (): Promise<object> => Promise.resolve({ db_name: name, doc_count: 0, update_seq: 0 }),
    // PouchDB takes any failure of its first _bulk_get, even a cut line, for "not supported" and fetches one
    // document per request until the process ends.
    bulkGet: (request: BulkGetRequest): Promise<Record<string, unknown>> =>
      ask('_bulk_get?revs=true&latest=true', {
        method: 'POST',
        body: JSON.stringify({ docs: request.docs }),
      }),
  });

  async function countRecords(expected: number): Promise<number> {
    const { doc_count: all } = await info();
    if (all - designDocuments === expected) return expected;
    const { rows } = (await ask('_all_docs?startkey=%22_design/%22&endkey=%22_design0%22')) as {
      rows: unknown[];
    };
    designDocuments = rows.length;
    return all - designDocuments;
  }

  return { name, address, database, info, ask, countRecords };
}

/** Without a trailing slash, and without credentials that someone put into it. */
export function centreAddress(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`.replace(/\/+$/, '');
}
