import { setTimeout as pause } from 'node:timers/promises';
import { dayOf, type Day } from '../../records/day.js';
import { FacilityError } from '../../records/facility-error.js';
import { facilityDatabase, type BoxId } from '../../records/ids.js';
import type { CrossCheck } from '../../records/reports/check-figures.js';
import { BOXES_DATABASE, PATIENTS_DATABASE } from '../centre-databases.js';
import { endShares } from './end-shares.js';
import { FollowedDirectory } from './follow-directory.js';
import { DatabaseRoute, type Source } from './route-database.js';
import type { Copy } from './copy.js';
import { joiningCopies } from './join-revisions.js';
import type { CouchDocument, RouterCouch } from './router-couch.js';
import { boxOfDatabase, OF_PATIENTS, routeRecord, wantedOf } from './rules.js';
import { routeFetches, routeHistoryWords, routeLinkDecision, routeStandingLinks } from './route-person.js';
import { routeSharing } from './route-sharing.js';
import { routeCentreLook } from './rules/centre-look.js';
import { HealthCarrier } from './carry-health.js';
import { ToldRecords } from './told-records.js';
import { Stamper } from './stamper.js';
import { isMine, type WorkerShare } from './worker-share.js';

export interface RouterOptions {
  couch: RouterCouch;
  share: WorkerShare;
  /** what must hold between a summary's figures */
  checks: readonly CrossCheck[];
  now: () => number;
  log: (entry: { level: 'info' | 'warn'; message: string; [field: string]: unknown }) => void;
  /** how long to wait for word of a change, milliseconds */
  waitMs?: number;
  /** how often to go through all databases all the same, milliseconds */
  roundEveryMs?: number;
  /** records that are read, and written, at a time */
  pageSize?: number;
  /** the same where CouchDB gives this user no word of changes */
  blindRoundEveryMs?: number;
  /** how often to ask how the boxes without a gateway are, milliseconds */
  healthEveryMs?: number;
}

/** Databases that are followed at a time. */
const AT_ONCE = 4;

/** Between the tries of a database that is in trouble, milliseconds: the first, and the longest. */
const RETRY_MS = { first: 1_000, most: 60_000 };

/** Carries what facilities and the centre have to say to each other: one worker of several. */
export class Router {
  readonly #directory: FollowedDirectory;
  readonly #stamper: Stamper;
  readonly #health: HealthCarrier;
  readonly #told = new ToldRecords();
  readonly #routes = new Map<string, DatabaseRoute>();
  /** databases that could not be followed, with why */
  readonly #failed = new Map<string, unknown>();
  /** see `_db_updates`; null where this user may not ask */
  #events: string | null = null;
  #sharesEndedOn: Day | null = null;

  constructor(private readonly options: RouterOptions) {
    this.#directory = new FollowedDirectory(options.couch);
    this.#stamper = new Stamper({ ...options, directory: this.#directory });
    this.#health = new HealthCarrier({
      ...options,
      onTrouble: (box, error) => this.#warn('a box cannot be asked how it is', error, { box }),
    });
  }

  /** Goes through everything once; the number of records that were read. Throws, at the end, what the first failure threw. */
  async round(signal?: AbortSignal): Promise<number> {
    await this.#stamper.update();
    const names = await this.#names();
    const read = await this.#route(names, signal);
    await this.#endShares();
    await this.#health.carry(this.#boxesOf(names), signal);
    for (const error of this.#failed.values()) throw error;
    return read;
  }

  /** Follows until it is stopped. What fails is tried again: it never throws. */
  async follow(signal: AbortSignal): Promise<void> {
    const { waitMs = 5_000, roundEveryMs = 600_000, blindRoundEveryMs = 30_000, couch, now } = this.options;
    const { healthEveryMs = 30_000 } = this.options;
    let names: string[] = [];
    let rounded = -Infinity;
    let asked = -Infinity;
    let tries = 0;
    while (!signal.aborted) {
      try {
        // Where there is no word of changes the rounds are all there is.
        if (now() - rounded >= (this.#events === null ? blindRoundEveryMs : roundEveryMs)) {
          // What comes while the round goes on must not be missed.
          this.#events = (await couch.events('now', 0))?.last ?? null;
          await this.#stamper.update();
          names = await this.#names();
          await this.#route(names, signal);
          rounded = now();
        }
        if (now() - asked >= healthEveryMs) {
          await this.#carryHealth(names, signal);
          await this.#endShares().catch((error: unknown) => {
            this.#warn('shares that are over cannot be ended now', error);
          });
          asked = now();
        }
        tries = this.#failed.size > 0 ? tries + 1 : 0;
        const news = await this.#wait(tries > 0 ? Math.min(waitMs, retryAfter(tries)) : waitMs, signal);
        await this.#stamper.update();
        await this.#route([...new Set([...news, ...this.#failed.keys()])], signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#warn('cannot go on now', error);
        tries += 1;
        this.#events = null;
        rounded = -Infinity;
        await pause(retryAfter(tries), undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Waits for word of a change: names of databases. */
  async #wait(ms: number, signal: AbortSignal): Promise<string[]> {
    if (this.#events === null) {
      await pause(ms, undefined, { signal });
      return [];
    }
    const over = new AbortController();
    const stop = pause(2 ** 30, null, { signal: AbortSignal.any([signal, over.signal]), ref: false });
    try {
      const news = await Promise.race([this.options.couch.events(this.#events, ms), stop]);
      this.#events = news?.last ?? null;
      return news?.names ?? [];
    } finally {
      over.abort();
    }
  }

  /** Several at a time. One database that is in trouble keeps no other back. */
  async #route(names: readonly string[], signal?: AbortSignal): Promise<number> {
    let read = 0;
    const waiting = names.values();
    const work = async (): Promise<void> => {
      for (const name of waiting) {
        signal?.throwIfAborted();
        const route = this.#routeOf(name);
        if (!route) continue;
        try {
          // Not `read +=`: another one's count would be lost over the wait.
          const count = await route.run(signal);
          read += count;
          this.#failed.delete(name);
        } catch (error) {
          signal?.throwIfAborted();
          this.#failed.set(name, error);
          this.#warn('cannot be followed now', error, { database: name });
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return read;
  }

  /** How boxes are keeps no referral back. */
  async #carryHealth(names: readonly string[], signal: AbortSignal): Promise<void> {
    try {
      await this.#health.carry(this.#boxesOf(names), signal);
    } catch (error) {
      signal.throwIfAborted();
      this.#warn('how the boxes are cannot be kept now', error);
    }
  }

  /** Once a day, one of several workers. */
  async #endShares(): Promise<void> {
    const today = this.#today;
    if (this.options.share.worker !== 1 || this.#sharesEndedOn === today) return;
    await endShares(this.options.couch, today);
    this.#sharesEndedOn = today;
  }

  get #today(): Day {
    return dayOf(this.options.now());
  }

  #boxesOf(names: readonly string[]): BoxId[] {
    const boxes = names.map(boxOfDatabase).filter((box) => box !== null);
    return boxes.filter((box) => isMine(this.options.share, box));
  }

  #warn(message: string, error: unknown, fields: Record<string, string> = {}): void {
    this.options.log({ level: 'warn', message, ...fields, ...described(error) });
  }

  /** Nothing where it is none of this worker's. */
  #routeOf(name: string): DatabaseRoute | null {
    const standing = this.#routes.get(name);
    if (standing) return standing;
    const source = this.#sourceOf(name);
    if (!source) return null;
    const route = new DatabaseRoute(this.options.couch, source, this.options.pageSize);
    this.#routes.set(name, route);
    return route;
  }

  #sourceOf(name: string): Source | null {
    const { share, checks } = this.options;
    if (name === PATIENTS_DATABASE)
      return share.worker === 1
        ? { name, selector: OF_PATIENTS, route: (documents) => this.#routePatientsWords(documents) }
        : null;
    const box = boxOfDatabase(name);
    if (box === null || !isMine(share, box)) return null;
    const context = { box, directory: this.#directory.current, checks };
    return {
      name,
      // The directory may say only later whose house it is.
      get selector() {
        return wantedOf(context);
      },
      route: async (documents) => [
        ...documents.flatMap((document) => routeRecord(document, context)),
        ...(await routeSharing(this.options.couch, documents, context, {
          today: this.#today,
          told: this.#told,
        })),
        ...(await routeFetches(this.options.couch, documents, context)),
        ...(await routeHistoryWords(this.options.couch, documents, context)),
        ...(await routeStandingLinks(this.options.couch, documents, context)),
      ],
    };
  }

  async #routePatientsWords(documents: CouchDocument[]): Promise<Copy[]> {
    const copies: Copy[] = joiningCopies(PATIENTS_DATABASE, documents);
    for (const document of documents) {
      copies.push(
        ...(document['type'] === 'link'
          ? await routeLinkDecision(this.options.couch, document, {
              directory: this.#directory.current,
              today: this.#today,
              told: this.#told,
            })
          : routeCentreLook(document)),
      );
    }
    return copies;
  }

  /**
   * All facilities' databases: as CouchDB lists them, else, where only server admins may ask it, those of the boxes that
   * the centre knows by enrolment or by its directory.
   */
  async #names(): Promise<string[]> {
    const { couch } = this.options;
    const listed = await couch.databases('facility-', 'facility-\ufff0');
    if (listed) return [...listed, PATIENTS_DATABASE];
    const ids = await Promise.all(['box:', 'enrolment:'].map((kind) => couch.ids(BOXES_DATABASE, kind)));
    const boxes = ids.flat().map((id) => id.slice(id.indexOf(':') + 1));
    const known = new Set<BoxId>([...boxes, ...this.#directory.boxes()]);
    return [...[...known].map((box) => facilityDatabase(box)), PATIENTS_DATABASE];
  }
}

function retryAfter(tries: number): number {
  return Math.min(RETRY_MS.first * 2 ** (tries - 1), RETRY_MS.most);
}

function described(error: unknown): { code: string; reason: string } {
  return error instanceof FacilityError
    ? { code: error.code, reason: error.message }
    : { code: 'internal', reason: error instanceof Error ? error.message : String(error) };
}
