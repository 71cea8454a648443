import { facilityDatabase, type BoxId } from '../../records/ids.js';
import { LEFT_HEALTH } from '../../sync/health/leave-health.js';
import { LEDGER_SUM_VIEW, sumOfRow, type SumRow } from '../../sync/ledger-sum.js';
import type { Contact } from '../monitor/contact.js';
import { keepContacts } from '../monitor/keep-contacts.js';
import { readLeftHealth } from './read-left-health.js';
import type { RouterCouch } from './router-couch.js';

export interface HealthCarrierOptions {
  couch: RouterCouch;
  now: () => number;
  /** one box could not be asked */
  onTrouble: (box: BoxId, error: unknown) => void;
}

/** Boxes that are asked at a time. */
const AT_ONCE = 8;
/** A box that left no word, because it goes by a gateway or is older than this, is asked again after so long. */
const ASK_AGAIN_MS = 600_000;

/**
 * Carries what boxes without a gateway leave beside their ledgers into `boxes`. CouchDB tells nobody of a change of a
 * `_local` document, so they are asked, each with one small request.
 */
export class HealthCarrier {
  /** by box: when it left the word that was carried last */
  readonly #carried = new Map<BoxId, unknown>();
  readonly #askedInVain = new Map<BoxId, number>();

  constructor(private readonly options: HealthCarrierOptions) {}

  /** Throws where `boxes` cannot be written: all is then carried next time. */
  async carry(boxes: readonly BoxId[], signal?: AbortSignal): Promise<void> {
    const { couch, onTrouble } = this.options;
    const contacts: Contact[] = [];
    const left = new Map<BoxId, unknown>();
    const waiting = boxes.values();
    const work = async (): Promise<void> => {
      for (const box of waiting) {
        signal?.throwIfAborted();
        try {
          const found = await this.#ask(box);
          if (!found) continue;
          contacts.push(found.contact);
          left.set(box, found.at);
        } catch (error) {
          signal?.throwIfAborted();
          onTrouble(box, error);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await keepContacts(couch, contacts);
    for (const [box, at] of left) this.#carried.set(box, at);
  }

  /** Null where there is nothing new. */
  async #ask(box: BoxId): Promise<{ contact: Contact; at: unknown } | null> {
    const { couch, now } = this.options;
    if (Math.abs(now() - (this.#askedInVain.get(box) ?? -Infinity)) < ASK_AGAIN_MS) return null;
    this.#askedInVain.delete(box);
    const database = facilityDatabase(box);
    const left = await couch.readLocal(database, LEFT_HEALTH);
    const contact = left && readLeftHealth(box, left, now());
    if (!contact) this.#askedInVain.set(box, now());
    if (!contact || left['at'] === this.#carried.get(box)) return null;
    const row = await couch.total<SumRow>(database, LEDGER_SUM_VIEW);
    const holds = row ? { holds: sumOfRow(row).count } : {};
    return { contact: { ...contact, ...holds }, at: left['at'] };
  }
}
