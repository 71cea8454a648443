import PouchDB from 'pouchdb-core';
import httpAdapter from 'pouchdb-adapter-http';
import { FacilityError } from '../records/facility-error.js';
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
  /** of each document, as CouchDB last said; 1 until it has said it */
  copies: () => number;
}

export interface CentreInfo {
  doc_count: number;
  doc_del_count?: number;
  /** `n`: copies of each document */
  cluster?: { n: number };
  update_seq: number | string;
  instance_start_time?: string;
}

interface BulkGetRequest {
  docs: { id: string; rev?: string }[];
}

interface BulkGetAnswer {
  results: { docs: object[] }[];
}

function isWhole({ results }: BulkGetAnswer): boolean {
  return results.every(({ docs }) => docs.every((row) => 'ok' in row));
}

/** A row of the changes comes from one node as soon as that has it; PouchDB would call this a trouble of its own. */
function notCopiedYet(database: string): FacilityError {
  return new FacilityError('centre-unreachable', 'The centre lacks documents that it names', {
    hint: 'hints.nodeBehind',
    params: { database, why: 'trouble' },
  });
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
  let copies = 1;

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
    const told = (await ask('')) as unknown as CentreInfo;
    copies = told.cluster?.n ?? 1;
    return told;
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
    bulkGet: async (request: BulkGetRequest): Promise<Record<string, unknown>> => {
      const answer = await ask('_bulk_get?revs=true&latest=true', {
        method: 'POST',
        body: JSON.stringify({ docs: request.docs }),
      });
      if (!isWhole(answer as unknown as BulkGetAnswer)) throw notCopiedYet(name);
      return answer;
    },
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

  return { name, address, database, info, ask, countRecords, copies: () => copies };
}

/** Without a trailing slash, and without credentials that someone put into it. */
export function centreAddress(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`.replace(/\/+$/, '');
}
