import { setTimeout as pause } from 'node:timers/promises';
import type { BoxId } from '../../records/ids.js';
import { decodeBundle } from '../../sync/bundle.js';
import { keepFresh } from '../../sync/keep-fresh.js';
import type { Facility } from '../facility.js';
import type { LogEntry } from '../frame-context.js';
import { jsonOf, openMainLine, type MainLine } from './main-line.js';
import type { MainState, OldBoxState } from './standby-api.js';
import { readStandby, type StandbyFacts } from './standby-folder.js';

export interface OldBoxCallerOptions {
  facility: Facility;
  log: (entry: LogEntry) => void;
  everyMs?: number;
}

const EVERY_MS = 5_000;
const ASK_MS = 3_000;

/**
 * On a box that took over as a spare one: calls the old main box on the LAN, tells it that it is replaced as soon as it
 * answers, and takes in what it wrote after the last contact. Without it the old box would hear that from the centre
 * only.
 */
export class OldBoxCaller {
  #toldAt: string | null = null;
  #late = 0;
  /** number of the old box's last record that is here */
  #readTo: number;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;

  private constructor(
    private readonly options: OldBoxCallerOptions,
    private readonly box: BoxId,
    private readonly line: MainLine,
    upTo: number,
  ) {
    this.#readTo = upTo;
    this.#running = this.#run();
  }

  /** Null on a box that was never a spare one. */
  static async open(folder: string, options: OldBoxCallerOptions): Promise<OldBoxCaller | null> {
    const facts: StandbyFacts | null = await readStandby(folder);
    const forerunner = facts && options.facility.forerunners().find(({ box }) => box === facts.box);
    if (!facts || !forerunner) return null;
    return new OldBoxCaller(
      options,
      facts.box,
      openMainLine({ ...facts, timeoutMs: ASK_MS }),
      forerunner.upTo,
    );
  }

  state(): OldBoxState {
    return { box: this.box, toldAt: this.#toldAt, late: this.#late };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.line.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      // It is off, or another computer (this very one) has its address now: that is as it should be.
      await this.#call().catch(() => undefined);
      await pause(this.options.everyMs ?? EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #call(): Promise<void> {
    const { facility, log } = this.options;
    const told = jsonOf<MainState>(await this.line.ask('POST', 'replaced', { by: facility.box }));
    if (told.box !== this.box) return;
    if (this.#toldAt === null) {
      log({ level: 'warn', message: `the old box ${this.box} answers: it was told that it is replaced` });
    }
    this.#toldAt ??= new Date(facility.now()).toISOString();
    while (this.#readTo < told.records && !this.#stopping.signal.aborted) {
      const { status, body } = await this.line.ask('GET', `records?after=${this.#readTo}`);
      if (status === 204) return;
      await this.#takeIn(body);
    }
  }

  async #takeIn(bundle: Buffer): Promise<void> {
    const { facility, log } = this.options;
    const records = decodeBundle(bundle);
    const fresh = facility.takenIn ? await keepFresh(facility.takenIn.database, records) : 0;
    if (fresh > 0) {
      await facility.takeIn();
      log({ level: 'warn', message: `${fresh} late records of ${this.box} were taken in` });
    }
    this.#late += records.length;
    this.#readTo = records.at(-1)?.n ?? this.#readTo;
  }
}
