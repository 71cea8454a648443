import type { End, Hello } from '../exchange/messages.js';
import type { BoxHealth, OwnHealth, SyncHealth } from './box-health.js';
import { packHealth, type PackedHealth } from './pack-health.js';
import { urgentHealth } from './urgent-health.js';

/** A box that is as it was tells so once an hour; each time costs a hundred bytes. */
const EVERY_MS = 3_600_000;
/** What is urgent may come and go each minute, as mains do in a storm. */
const URGENT_EVERY_MS = 300_000;
/** A `Date` says no more than the second, rounded down: what it seems to move within one is not the clock. */
const DATE_STEP_MS = 1_000;

export interface HealthTellerOptions {
  /** null while the box cannot say it yet */
  gather: () => Promise<OwnHealth | null>;
  /** the box's clock, milliseconds since 1970 */
  now: () => number;
  onTrouble: (error: unknown) => void;
}

/** Says when the centre should hear how the box is, and what it was told. One for as long as the server runs. */
export class HealthTeller {
  #health: BoxHealth | null = null;
  #waiting = (): number => 0;
  #told: { at: number; urgent: string } | null = null;
  /** the gateway asked to be told */
  #isWanted = false;
  #hello: Hello | null = null;
  /** the centre's clock less the box's, as CouchDB's answers show it */
  #clockLag: number | null = null;

  constructor(readonly options: HealthTellerOptions) {}

  /**
   * Looks at the box; before it may have to tell. Never throws: no record waits for this.
   *
   * @param waiting how many records wait at the moment when that is told
   */
  async look(waiting: () => number, sync: SyncHealth): Promise<void> {
    this.#waiting = waiting;
    try {
      const own = await this.options.gather();
      this.#health = own && { ...own, ...sync };
    } catch (error) {
      this.options.onTrouble(error);
    }
  }

  /** Whether the centre should hear of it now. */
  get isDue(): boolean {
    if (!this.#health) return false;
    if (!this.#told) return true;
    const now = this.options.now();
    // A clock that was set back must not silence it.
    const since = Math.abs(now - this.#told.at);
    const isNews = urgentHealth(this.#health, now) !== this.#told.urgent;
    return since >= EVERY_MS || (isNews && since >= URGENT_EVERY_MS);
  }

  /** The same hello, with what a gateway that wants to know it has to hear now. */
  introduce(hello: Hello): Hello {
    const health = this.isDue ? { health: this.#pack() } : {};
    this.#hello = this.#isWanted ? { ...hello, waiting: this.#waiting(), ...health } : hello;
    return this.#hello;
  }

  /** What came of it; true where the gateway only now asks for what it should hear at once. */
  hear({ known, health }: End): boolean {
    if (this.#hello?.health) this.told();
    const before = this.#isWanted;
    // Another gateway, or another version of it, may answer behind one address: it is asked with each set of cursors.
    if (known === false) this.#isWanted = false;
    else if (this.#hello?.cursors) this.#isWanted = health === true;
    return !before && this.#isWanted && this.isDue;
  }

  /** The `Date` of an answer of the CouchDB's. */
  hearDate(header: string | null): void {
    const date = Date.parse(header ?? '');
    if (Number.isNaN(date)) return;
    const lag = date + DATE_STEP_MS / 2 - this.options.now();
    if (this.#clockLag === null || Math.abs(lag - this.#clockLag) > DATE_STEP_MS) this.#clockLag = lag;
  }

  /** For a centre without a gateway, see leave-health.ts; null while nothing is known. */
  get word(): { at: string; clockErrorS?: number; waiting: number; health: PackedHealth } | null {
    if (!this.#health) return null;
    const lag = this.#clockLag;
    return {
      at: new Date(this.options.now() + (lag ?? 0)).toISOString(),
      ...(lag === null ? {} : { clockErrorS: Math.round(-lag / 1_000) }),
      waiting: this.#waiting(),
      health: this.#pack(),
    };
  }

  /** For a stick; null while nothing is known. */
  async describe(sync: SyncHealth): Promise<PackedHealth | null> {
    const own = await this.options.gather();
    return own && packHealth({ ...own, ...sync });
  }

  /** The centre has it. */
  told(): void {
    const now = this.options.now();
    if (this.#health) this.#told = { at: now, urgent: urgentHealth(this.#health, now) };
  }

  #pack(): PackedHealth {
    return packHealth({ ...this.#health, at: new Date(this.options.now()).toISOString() });
  }
}
