import type { BoxId } from '../../records/ids.js';
import type { Confirmed, DatabaseIds, NewsCursors } from '../../sync/exchange/messages.js';
import { newsTag } from '../../sync/exchange/news-tag.js';

/** Confirmations of one box that are kept: as many bundles as it may have on the way. */
const CONFIRMED_A_BOX = 4;
/** Boxes; the ones not heard of longest are forgotten first. */
const BOXES = 20_000;

interface Remembered {
  tag?: string;
  cursors?: NewsCursors;
  /** of its checkpoints */
  ids?: DatabaseIds;
  /** where its checkpoints in what comes down were written */
  checkpoints?: NewsCursors;
  confirmed: Confirmed[];
}

/**
 * What the gateway has told its boxes lately, so that they need not repeat it. No truth lives here: what is forgotten
 * the box says again.
 */
export class BoxMemory {
  readonly #boxes = new Map<BoxId, Remembered>();

  /** The cursors that go by this tag; undefined where another gateway told them, or this one before a restart. */
  cursors(box: BoxId, tag: string): NewsCursors | undefined {
    const known = this.#boxes.get(box);
    return known?.tag === tag ? known.cursors : undefined;
  }

  keepCursors(box: BoxId, cursors: NewsCursors): void {
    const mine = this.#of(box);
    mine.tag = newsTag(cursors);
    mine.cursors = cursors;
  }

  /** The names of the box's checkpoints. */
  checkpointIds(box: BoxId): DatabaseIds | undefined {
    return this.#boxes.get(box)?.ids;
  }

  keepCheckpointIds(box: BoxId, ids: DatabaseIds): void {
    const mine = this.#of(box);
    mine.ids = ids;
    delete mine.checkpoints;
  }

  /** Cursors that its checkpoints do not stand at yet. */
  withoutCheckpoint(box: BoxId, cursors: NewsCursors): NewsCursors {
    const written = this.#boxes.get(box)?.checkpoints ?? {};
    return Object.fromEntries(
      Object.entries(cursors).filter(([database, to]) => written[database as keyof NewsCursors] !== to),
    );
  }

  keepCheckpoints(box: BoxId, cursors: NewsCursors): void {
    this.#of(box).checkpoints = { ...cursors };
  }

  /** What CouchDB said to this bundle, where its confirmation was lost on the way. */
  confirmed(box: BoxId, id: string): Confirmed | undefined {
    return this.#boxes.get(box)?.confirmed.find((one) => one.id === id);
  }

  keepConfirmed(box: BoxId, confirmed: Confirmed): void {
    const mine = this.#of(box);
    mine.confirmed = [...mine.confirmed, confirmed].slice(-CONFIRMED_A_BOX);
  }

  /** CouchDB has been set back since. */
  forgetConfirmed(box: BoxId): void {
    this.#of(box).confirmed = [];
  }

  #of(box: BoxId): Remembered {
    const standing = this.#boxes.get(box) ?? { confirmed: [] };
    this.#boxes.delete(box);
    this.#boxes.set(box, standing);
    const [oldest] = this.#boxes.keys();
    if (this.#boxes.size > BOXES && oldest !== undefined) this.#boxes.delete(oldest);
    return standing;
  }
}
