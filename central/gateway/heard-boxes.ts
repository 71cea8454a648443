import type { BoxId } from '../../records/ids.js';
import { joinContacts, type Contact, type Heard } from '../monitor/contact.js';
import { keepContacts } from '../monitor/keep-contacts.js';
import type { RouterCouch } from '../router/router-couch.js';

export interface HeardBoxesOptions {
  /** as the gateway's own user */
  couch: RouterCouch;
  /** milliseconds since 1970, the centre's clock */
  now: () => number;
  /** it cannot be written; said once until it can again */
  onTrouble: (error: unknown) => void;
  /** one box is written at most so often */
  boxEveryMs?: number;
  /** how often to look whom to write: all of them go in one request */
  lookEveryMs?: number;
}

/**
 * What the gateway's boxes tell, gathered, so that a crowd of boxes costs CouchDB two requests each few seconds, and one
 * box a write a minute. Nobody waits for it; what cannot be written now is written later.
 */
export class HeardBoxes {
  readonly #waiting = new Map<BoxId, Contact>();
  readonly #written = new Map<BoxId, number>();
  readonly #timer: NodeJS.Timeout;
  #writing = Promise.resolve();
  #isFailing = false;

  constructor(readonly options: HeardBoxesOptions) {
    this.#timer = setInterval(() => void this.write(), options.lookEveryMs ?? 5_000);
    this.#timer.unref();
  }

  note(box: BoxId, heard: Heard): void {
    const now = this.options.now();
    const told = Date.parse(heard.health?.at ?? '');
    const clock = Number.isNaN(told) ? {} : { clockErrorS: Math.round((told - now) / 1_000) };
    const contact: Contact = { box, at: new Date(now).toISOString(), by: 'gateway', ...heard, ...clock };
    this.#waiting.set(box, joinContacts(this.#waiting.get(box), contact));
  }

  /** Writes those whose turn it is, or all. Never throws. */
  write({ all = false } = {}): Promise<void> {
    return (this.#writing = this.#writing.then(() => this.#write(all)));
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.write({ all: true });
  }

  async #write(all: boolean): Promise<void> {
    const { couch, now, onTrouble, boxEveryMs = 60_000 } = this.options;
    const at = now();
    for (const [box, written] of this.#written)
      // A clock that was set back must not silence a box.
      if (Math.abs(at - written) >= boxEveryMs) this.#written.delete(box);
    const contacts = [...this.#waiting.values()].filter(({ box }) => all || !this.#written.has(box));
    for (const { box } of contacts) {
      this.#waiting.delete(box);
      this.#written.set(box, at);
    }
    try {
      await keepContacts(couch, contacts);
      if (contacts.length > 0) this.#isFailing = false;
    } catch (error) {
      for (const contact of contacts) {
        const later = this.#waiting.get(contact.box);
        this.#waiting.set(contact.box, later ? joinContacts(contact, later) : contact);
      }
      if (!this.#isFailing) onTrouble(error);
      this.#isFailing = true;
    }
  }
}
