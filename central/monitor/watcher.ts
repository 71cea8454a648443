import { setTimeout as pause } from 'node:timers/promises';
import { FacilityError } from '../../records/facility-error.js';
import type { BoxId } from '../../records/ids.js';
import { BOXES_DATABASE } from '../centre-databases.js';
import { applyCopies } from '../router/apply-copies.js';
import type { Copy } from '../router/copy.js';
import type { RouterCouch } from '../router/router-couch.js';
import { alertAfter, boxAlertId, type BoxAlertDocument } from './box-alert.js';
import { BoxBook, type BoxPicture } from './box-book.js';
import { isJudged, type StandingAlert } from './box-row.js';
import type { AlertKind } from './judge-box.js';
import { writeLastWatch } from './last-watch.js';

export interface WatcherOptions {
  /** as a user of role `centre` */
  couch: RouterCouch;
  now: () => number;
  log: (entry: { level: 'info' | 'warn'; message: string; [field: string]: unknown }) => void;
  /** between two looks, milliseconds */
  everyMs?: number;
}

export interface WatchCount {
  began: number;
  ended: number;
}

const EVERY_MS = 30_000;

/**
 * Writes down what is wrong with boxes, and when it is over. Each look compares all boxes with the alerts that stand,
 * so one that was killed is made up for by the next; two watchers at once come to the same documents.
 */
export class Watcher {
  readonly #book: BoxBook;

  constructor(private readonly options: WatcherOptions) {
    this.#book = new BoxBook(options.couch, options.now);
  }

  /** One look at all boxes: how many alerts began, and how many ended. */
  async look(): Promise<WatchCount> {
    const { couch, log } = this.options;
    const picture = await this.#book.read();
    if (picture.deaf) log({ level: 'warn', message: 'no box is heard: look at the gateway' });
    const changes = alertChanges(picture);
    await applyCopies(
      couch,
      changes.map(({ copy }) => copy),
    );
    await writeLastWatch(couch, new Date(picture.at).toISOString());
    for (const { box, kind, begins } of changes) {
      log({ level: 'info', message: begins ? 'alert begins' : 'alert ends', box, kind });
    }
    const began = changes.filter(({ begins }) => begins).length;
    return { began, ended: changes.length - began };
  }

  /** Looks again and again until it is stopped. What fails is tried again: it never throws. */
  async follow(signal: AbortSignal): Promise<void> {
    const { everyMs = EVERY_MS, log } = this.options;
    while (!signal.aborted) {
      await this.look().catch((error: unknown) => {
        const code = error instanceof FacilityError ? error.code : 'internal';
        log({ level: 'warn', message: 'boxes cannot be watched now', code, reason: String(error) });
      });
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

interface AlertChange {
  box: BoxId;
  kind: AlertKind;
  begins: boolean;
  copy: Copy;
}

/** What has to be written so that the alerts are what the boxes are. */
function alertChanges({ rows, standing, deaf, at }: BoxPicture): AlertChange[] {
  const isWrong = new Set(rows.flatMap(({ alerts }) => alerts.map(({ box, kind }) => boxAlertId(box, kind))));
  const begun = rows.flatMap(({ alerts }) => alerts.filter(({ isNew }) => isNew));
  const wrong = begun.filter(({ kind }) => !(deaf && kind === 'silent'));
  // An alert comes from what was known of its box: where nothing is, a copy of the database is behind.
  const unknown = new Set(
    rows.filter(({ status }) => status.lastContact === undefined).map(({ box }) => box),
  );
  const over = standing.filter(({ box, kind }) => !isWrong.has(boxAlertId(box, kind)) && !unknown.has(box));
  const iso = new Date(at).toISOString();
  const change =
    (begins: boolean) =>
    ({ box, kind, since }: Pick<StandingAlert, 'box' | 'kind' | 'since'>): AlertChange[] =>
      // What the router found the router ends.
      isJudged(kind)
        ? [{ box, kind, begins, copy: alertCopy({ box, kind, at: (begins && since) || iso }, begins) }]
        : [];
  return [...wrong.flatMap(change(true)), ...over.flatMap(change(false))];
}

function alertCopy(alert: { box: BoxId; kind: AlertKind; at: string }, isWrong: boolean): Copy {
  const { box, kind, at } = alert;
  return {
    database: BOXES_DATABASE,
    id: boxAlertId(box, kind),
    body: { type: 'alert', box, kind, since: at, ...(isWrong ? {} : { ended: at }) },
    merge: (standing) => {
      const after = alertAfter(standing as unknown as BoxAlertDocument, isWrong, alert);
      return after && { ...after };
    },
  };
}
