import type { ServerScope } from 'nano';
import { FollowedDirectory } from '../../router/follow-directory.js';
import { RouterCouch } from '../../router/router-couch.js';
import { PlaceBook } from './place-book.js';

/** A facility that was listed just now is on the pages within so many milliseconds. */
const FRESH_MS = 10_000;

/** The directory by place, read once and then followed: a page costs no look-up of its facilities. */
export class Places {
  readonly #directory: FollowedDirectory;
  #book = new PlaceBook([]);
  #readAt = -Infinity;
  #reading: Promise<void> | null = null;

  /** @param couch logged in as a user of role `centre` */
  constructor(
    couch: ServerScope,
    private readonly now: () => number,
  ) {
    this.#directory = new FollowedDirectory(new RouterCouch(couch));
  }

  /** Throws `centre-unreachable`, `centre-refused`. */
  async book(): Promise<PlaceBook> {
    if (this.now() - this.#readAt >= FRESH_MS) await (this.#reading ??= this.#update());
    return this.#book;
  }

  async #update(): Promise<void> {
    try {
      const at = this.now();
      const changed = await this.#directory.update();
      if (changed.length > 0) this.#book = new PlaceBook(this.#directory.all());
      this.#readAt = at;
    } finally {
      this.#reading = null;
    }
  }
}
