import { isDeepStrictEqual } from 'node:util';
import { SUMMARIES_BY_AREA, SUMMARIES_BY_FACILITY } from '../summaries/summaries-design.js';
import { BOXES_DATABASE, SUMMARIES_DATABASE } from '../centre-databases.js';
import { applyCopies } from './apply-copies.js';
import type { Copy } from './copy.js';
import { areaOf } from './directory.js';
import type { FollowedDirectory } from './follow-directory.js';
import type { CouchDocument, RouterCouch } from './router-couch.js';
import { isMine, type WorkerShare } from './worker-share.js';

export interface StamperOptions {
  couch: RouterCouch;
  directory: FollowedDirectory;
  share: WorkerShare;
  now: () => number;
}

/** Stamps summaries anew where the directory's entry of their facility was made or changed after they were copied. */
export class Stamper {
  #isStarted = false;

  constructor(private readonly options: StamperOptions) {}

  /** Brings the directory up to date, and the summaries with it. */
  async update(): Promise<void> {
    const { couch, directory, share } = this.options;
    const changed = await directory.update();
    for (const code of this.#isStarted ? changed : await this.#missed()) {
      if (isMine(share, code)) await this.#restamp(code);
    }
    if (!this.#isStarted || changed.length > 0) {
      await couch.writeLocal(SUMMARIES_DATABASE, this.#localId, { since: directory.since });
    }
    this.#isStarted = true;
  }

  /** At a start: who changed since the last one, and whose summaries nobody could place. */
  async #missed(): Promise<string[]> {
    const { couch, directory } = this.options;
    const kept = (await couch.readLocal(SUMMARIES_DATABASE, this.#localId))?.['since'];
    const changed = typeof kept === 'string' ? await directory.changedSince(kept) : [];
    const unplaced = await couch.keys(SUMMARIES_DATABASE, SUMMARIES_BY_AREA, [null], 4);
    return [...new Set([...changed, ...unplaced.map((key) => String(key[3]))])];
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
