import type { ServerScope } from 'nano';
import type { BoxId } from '../../records/ids.js';
import type { BundledRecord } from '../../sync/bundle.js';
import { nameAtCentre, remembers, type Checkpoint } from '../../sync/exchange/checkpoint.js';
import type { LedgerSum, NewsCursors, Sequence, Travelling } from '../../sync/exchange/messages.js';
import { OTHER_CONTENT } from '../../sync/refusals.js';
import { EMPTY_SUM, LEDGER_SUM_VIEW, sumOfRow, type SumRow } from '../../sync/ledger-sum.js';
import { isLockedOut, isShortOfNodes, statusOf } from '../centre-refusal.js';
import { askInTime, couchOf, type CouchAccount } from '../couch-of.js';
import { isSetBack } from '../is-set-back.js';
import { GatewayError } from './gateway-error.js';
import { readChanges, type Changes } from './read-changes.js';

/** A CouchDB that has not answered by then, in milliseconds, is one that cannot work now. */
const PATIENCE_MS = 60_000;
/** As long as CouchDB locks an account. */
const LOCKED_OUT_S = 300;
/** A `_local` document that is written only to hear how many nodes take it. */
const QUORUM = '_local/nadi-quorum';

export interface Refused {
  id: string;
  reason: string;
}

interface DatabaseInfo {
  update_seq: Sequence;
  /** `n`: copies of each document */
  cluster?: { n: number };
}

/**
 * One box's CouchDB, used as that box's own user: what the box may not do, the gateway can't do for it. Throws
 * GatewayError: `refused` with CouchDB's status, or `centre-down`.
 */
export class BoxCouch {
  readonly #nano: ServerScope;
  /** of each document; 0: CouchDB was not asked */
  #copies = 0;
  /** nano keeps an answer's status to itself, but for its log */
  #status = 0;

  constructor(
    url: string,
    readonly box: BoxId,
    credentials: CouchAccount,
  ) {
    this.#nano = couchOf(url, credentials, (entry) => this.#watch(entry));
  }

  /** Whether CouchDB lets this user into the box's ledger; tells the copies that it keeps of each record. */
  async check(): Promise<number> {
    const { cluster } = await this.#info('records');
    return (this.#copies = cluster?.n ?? 1);
  }

  /** Of each record: more than one on a cluster, where a copy may be a moment behind the others. */
  async copies(): Promise<number> {
    return this.#copies || this.check();
  }

  /** They were asked for lately. */
  knowCopies(copies: number): void {
    this.#copies = copies;
  }

  /** The server's uuid, by which PouchDB names its checkpoints. */
  async uuid(): Promise<string> {
    return ((await this.#ask({ path: '' })) as { uuid?: string }).uuid ?? '';
  }

  /**
   * Writes records with the revisions that they have. Returns the ones that the validation refuses, and those that
   * stand with another content: CouchDB would take them as conflicts.
   */
  async write(records: readonly BundledRecord[]): Promise<Refused[]> {
    const rivals = await this.#rivals(records);
    const refused = [...rivals].map((id) => ({ id, reason: OTHER_CONTENT }));
    const others = records.filter(({ _id }) => !rivals.has(_id));
    return others.length === 0 ? refused : [...refused, ...(await this.#write('records', others))];
  }

  /** Ids of records that stand with another revision. What was deleted is the sum's matter. */
  async #rivals(records: readonly BundledRecord[]): Promise<Set<string>> {
    const { rows } = (await this.#ask({
      db: this.#name('records'),
      path: '_all_docs',
      method: 'POST',
      body: { keys: records.map(({ _id }) => _id) },
    })) as { rows: { id?: string; value?: { rev: string; deleted?: true } }[] };
    const revisions = new Map(records.map(({ _id, _rev }) => [_id, _rev]));
    return new Set(
      rows.flatMap(({ id, value }) =>
        id !== undefined && value && !value.deleted && value.rev !== revisions.get(id) ? [id] : [],
      ),
    );
  }

  /** Keeps a scan or a photo. */
  writePaper(paper: object): Promise<Refused[]> {
    return this.#write('papers', [paper]);
  }

  async #write(database: Travelling, records: readonly object[]): Promise<Refused[]> {
    const answer = (await this.#ask({
      db: this.#name(database),
      path: '_bulk_docs',
      method: 'POST',
      body: { docs: records, new_edits: false },
    })) as { id: string; error?: string; reason?: string }[];
    // Too few nodes have it for CouchDB to vouch for it: the box keeps it and comes again.
    if (this.#status === 202 || !(await this.#hasQuorum(database)))
      throw new GatewayError('centre-down', 'Too few nodes of the CouchDB are up.', { retryAfter: 30 });
    return answer.flatMap(({ id, error, reason = error }) => {
      if (error === undefined) return [];
      if (error !== 'forbidden' && error !== 'unauthorized')
        throw new GatewayError('centre-down', `CouchDB cannot store records now (${error}).`);
      return [{ id, reason: String(reason).slice(0, 120) }];
    });
  }

  /**
   * Whether a majority of nodes takes what is written now. With `new_edits: false` CouchDB answers 201 where a single
   * copy took it, because its copies then report nothing but refusals; of a `_local` document it counts them, and says 202.
   */
  async #hasQuorum(database: Travelling): Promise<boolean> {
    if ((await this.copies()) === 1) return true;
    await this.#ask({ db: this.#name(database), path: QUORUM, method: 'PUT', body: {} });
    return this.#status !== 202;
  }

  /** What the ledger's database holds; null where its design lacks the view. */
  async sum(): Promise<LedgerSum | null> {
    try {
      const { rows } = (await this.#ask({ db: this.#name('records'), path: LEDGER_SUM_VIEW })) as {
        rows: { value: SumRow }[];
      };
      return rows[0] ? sumOfRow(rows[0].value) : EMPTY_SUM;
    } catch (error) {
      if (error instanceof GatewayError && error.status === 404) return null;
      throw error;
    }
  }

  /** The next changes of what comes down to the box, whole, with all their revisions that stand. */
  changes(database: keyof NewsCursors, since: Sequence | undefined, limit: number): Promise<Changes> {
    return readChanges((request) => this.#ask(request), { db: this.#name(database), since, limit });
  }

  /** Whether this database was set back behind a cursor into it; `checkpoint`: the document in which it remembers one. */
  async isSetBack(database: keyof NewsCursors, given: Sequence, checkpoint?: string): Promise<boolean> {
    const { update_seq: now, cluster } = await this.#info(database);
    return isSetBack({
      ...{ now, given },
      copies: () => cluster?.n ?? 1,
      remembers: async () =>
        checkpoint !== undefined && remembers(await this.readLocal<Checkpoint>(database, checkpoint), given),
    });
  }

  async readLocal<D extends object>(
    database: Travelling,
    id: string,
  ): Promise<(D & { _rev: string }) | null> {
    try {
      return (await this.#ask({ db: this.#name(database), path: id })) as D & { _rev: string };
    } catch (error) {
      if (error instanceof GatewayError && error.status === 404) return null;
      throw error;
    }
  }

  async writeLocal(database: Travelling, id: string, body: object): Promise<void> {
    await this.#ask({ db: this.#name(database), path: id, method: 'PUT', body });
  }

  #name(database: Travelling): string {
    return nameAtCentre(this.box, database);
  }

  async #info(database: Travelling): Promise<DatabaseInfo> {
    return (await this.#ask({ db: this.#name(database) })) as DatabaseInfo;
  }

  async #ask(request: Parameters<ServerScope['request']>[0]): Promise<unknown> {
    const late = (): Error =>
      new GatewayError('centre-down', 'CouchDB does not answer in time.', { retryAfter: 30 });
    try {
      return await askInTime(this.#nano, request, PATIENCE_MS, late);
    } catch (cause) {
      if (cause instanceof GatewayError) throw cause;
      const status = statusOf(cause);
      if (status === undefined) throw new GatewayError('centre-down', 'CouchDB does not answer.');
      if (status >= 500 || status === 429 || isShortOfNodes(cause))
        throw new GatewayError('centre-down', `CouchDB cannot work now (status ${status}).`);
      if (isLockedOut(cause)) {
        // Every box has the gateway's address: anybody's wrong passwords lock it, and its own is no worse for that.
        const words = 'CouchDB has locked this account for some minutes after wrong passwords.';
        throw new GatewayError('centre-down', words, { retryAfter: LOCKED_OUT_S, lockedOut: true });
      }
      throw new GatewayError('refused', `CouchDB refuses this box (status ${status}).`, { status });
    }
  }

  #watch(entry: unknown): void {
    const { headers } = entry as { headers?: { statusCode?: unknown } };
    if (typeof headers?.statusCode === 'number') this.#status = headers.statusCode;
  }
}
