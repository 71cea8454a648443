import { isDeepStrictEqual } from 'node:util';
import { dayOf } from '../../records/day.js';
import { lineageOf } from '../../records/ids.js';
import { isPrivate } from '../../records/tenancy.js';
import { SUMMARIES_BY_AREA, SUMMARIES_BY_FACILITY } from '../summaries/summaries-design.js';
import { BOXES_DATABASE, SUMMARIES_DATABASE } from '../centre-databases.js';
import { applyCopies } from './apply-copies.js';
import { closeIndex } from './close-index.js';
import type { Copy } from './copy.js';
import { areaOf } from './directory.js';
import type { FollowedDirectory } from './follow-directory.js';
import type { CouchDocument, RouterCouch } from './router-couch.js';
import { isMine, type WorkerShare } from './worker-share.js';

/**
 * So long after a change, in milliseconds, the facility's summaries are looked through again: of a cluster the index that
 * lists them is of one copy, which may lack the newest, or of a copy of the directory that knew the old place.
 */
const AGAIN_MS = [60_000, 600_000];

/** A facility whose summaries are to be looked through. */
interface Due {
  code: string;
  /** from then on */
  at: number;
  /** its entry has just changed */
  isNews: boolean;
}

export interface StamperOptions {
  couch: RouterCouch;
  directory: FollowedDirectory;
  share: WorkerShare;
  now: () => number;
}

/**
 * What follows from the directory's entry of a facility being made or changed: its summaries are stamped anew, and the
 * common index forgets what one said that is private from now on.
 */
export class Stamper {
  #isStarted = false;
  #due: Due[] = [];

  constructor(private readonly options: StamperOptions) {}

  /** Brings the directory up to date, and the summaries with it. What fails is done next time. */
  async update(): Promise<void> {
    const { directory, share, now } = this.options;
    const changed = await directory.update();
    const codes = this.#isStarted ? changed : await this.#missed();
    const news = codes.filter((code) => isMine(share, code));
    this.#due = [
      ...this.#due.filter(({ code }) => !news.includes(code)),
      ...news.flatMap((code) => [0, ...AGAIN_MS].map((ms) => ({ code, at: now() + ms, isNews: ms === 0 }))),
    ];
    const isFirst = !this.#isStarted;
    this.#isStarted = true;
    const due = this.#due.filter(({ at }) => at <= now());
    for (const one of due) {
      await this.#restamp(one.code);
      if (one.isNews) await this.#close(one.code);
      this.#due = this.#due.filter((other) => other !== one);
    }
    if (isFirst || changed.length > 0 || due.length > 0) await this.#keep();
  }

  async #keep(): Promise<void> {
    const { couch, directory } = this.options;
    const again = this.#due.map(({ code, at }) => ({ code, at }));
    const mark = { since: directory.since, closes: true, again };
    await couch.writeLocal(SUMMARIES_DATABASE, this.#localId, mark);
  }

  /** At a start: who changed since the last one, and whose summaries nobody could place. */
  async #missed(): Promise<string[]> {
    const { couch, directory } = this.options;
    const kept = await couch.readLocal(SUMMARIES_DATABASE, this.#localId);
    const since = kept?.['since'];
    const again = (kept?.['again'] ?? []) as { code: string; at: number }[];
    this.#due = again.map((one) => ({ ...one, isNews: false }));
    const changed = typeof since === 'string' ? await directory.changedSince(since) : [];
    // Routers of before left in the index what private houses had said.
    const unclosed = kept?.['closes'] === true ? [] : directory.all().filter(isPrivate);
    const unplaced = await couch.keys(SUMMARIES_DATABASE, SUMMARIES_BY_AREA, [null], 4);
    return [
      ...new Set([...changed, ...unclosed.map(({ code }) => code), ...unplaced.map((key) => String(key[3]))]),
    ];
  }

  /** Of all its boxes, those that were replaced too. */
  async #close(code: string): Promise<void> {
    const { couch, directory, now } = this.options;
    const facility = directory.current.find(code);
    if (!facility || !isPrivate(facility)) return;
    const today = dayOf(now());
    for (const box of lineageOf(facility.box ?? facility.code)) await closeIndex(couch, { box, today });
  }

  async #restamp(code: string): Promise<void> {
    const { couch, directory, now } = this.options;
    const area = areaOf(directory.current, code);
    if (area.state === null) return;
    const stamped = (document: CouchDocument): Record<string, unknown> | null =>
      isDeepStrictEqual({ ...document, ...area }, document) ? null : { ...document, ...area };
    const stored = await couch.viewed(SUMMARIES_DATABASE, SUMMARIES_BY_FACILITY, [code]);
    const copies = stored
      .filter((document) => stamped(document) !== null)
      .map((document): Copy => ({
        database: SUMMARIES_DATABASE,
        id: document._id,
        body: document,
        merge: stamped,
      }));
    const id = `alert:${code}:facility-unknown`;
    const [alert] = (await couch.fetch(BOXES_DATABASE, [id])) ?? [];
    if (alert && alert['_deleted'] !== true && alert['ended'] === undefined) {
      const ended = new Date(now()).toISOString();
      copies.push({
        ...{ database: BOXES_DATABASE, id, body: alert },
        merge: (standing) => (standing['ended'] === undefined ? { ...standing, ended } : null),
      });
    }
    await applyCopies(couch, copies);
  }

  get #localId(): string {
    const { worker, of } = this.options.share;
    return `router-directory-${worker}-${of}`;
  }
}
