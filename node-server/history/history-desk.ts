import { setTimeout as pause } from 'node:timers/promises';
import type { HistoryScope } from '../../records/box.js';
import { FacilityError } from '../../records/facility-error.js';
import { boxOf, firstBox, patientOf, type PatientId } from '../../records/ids.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { KnownAllergy } from '../../records/patient-fold.js';
import type { NumberOwner } from '../../records/number-owner.js';
import type { BundledRecord } from '../../sync/bundle.js';
import type { Centre } from '../../sync/centre-database.js';
import { GatewayLine } from '../../sync/exchange/gateway-line.js';
import type { Patience } from '../../sync/exchange/silence-watch.js';
import { askOwner } from '../../sync/history/ask-owner.js';
import { askHistory, openHistoryLine } from '../../sync/history/ask-history.js';
import type { Facility } from '../facility.js';
import { HistoryNews } from './history-news.js';
import { numberOwners } from './number-owners.js';
import type { KeptHistories, KeptHistory } from './kept-histories.js';

export interface HistoryDeskOptions {
  facility: Facility;
  kept: KeptHistories;
  centre: Centre | null;
  patience?: Patience;
  onTrouble: (error: unknown) => void;
}

/** How an ask stands: under way, or how it failed. One that came is kept, and nothing is left to say. */
export type AskState =
  { kind: 'asking'; received: number; size: number } | { kind: 'failed'; error: FacilityError; at: number };

export interface Ask {
  patient: PatientId;
  /** ids of the records in this box's own ledger that it shows: the look, the consent where there is one */
  shown: string[];
  scope: HistoryScope[] | null;
  /** `2026-12-21`: last day of the consent */
  until?: string;
}

/** No history is worth a longer wait: the line is too bad for it, in milliseconds. */
const LIMIT_MS = 60_000;
/** What was asked for and failed is told so long. */
const TOLD_MS = 10 * 60_000;
const SWEEP_MS = 10 * 60_000;
const DAY_MS = 86_400_000;
/** End of a consent's last day in India. */
const END_OF_DAY = 'T18:30:00.000Z';

interface Running {
  state: AskState;
  abort: AbortController;
  done: Promise<void>;
}

/** Asks the centre for histories, one ask a patient at a time, and keeps what comes while it may be kept. */
export class HistoryDesk {
  readonly #asks = new Map<PatientId, Running>();
  readonly #news: HistoryNews;
  readonly #sweeping: NodeJS.Timeout;
  readonly #forget: () => void;
  /** a connection that was opened beforehand, or that an ask has done with */
  #spare: GatewayLine | null = null;
  readonly #closing = new AbortController();

  constructor(private readonly options: HistoryDeskOptions) {
    const { facility, kept, onTrouble } = options;
    facility.followHistories({
      kept: (patient) => this.kept(patient),
      toldAllergies: (patient) => this.#toldAllergies(patient),
    });
    numberOwners(facility).askBy(this);
    const { databases, links } = facility;
    this.#news = new HistoryNews({ inbox: databases.inbox, links, kept, onTrouble });
    this.#forget = facility.onWritten((records) => {
      for (const record of records) this.#hear(record);
    });
    this.#sweeping = setInterval(() => void kept.sweep().catch(onTrouble), SWEEP_MS).unref();
  }

  /** What is kept of a person, under whichever of their ids it was asked for; null: nothing. */
  async kept(patient: PatientId): Promise<KeptHistory | null> {
    await this.#news.words();
    for (const id of this.#idsOf(patient)) {
      const found = await this.options.kept.get(id);
      if (found) return found;
    }
    return null;
  }

  /** Nothing of a person's stays. */
  async wipe(patient: PatientId): Promise<void> {
    for (const id of this.#idsOf(patient)) await this.options.kept.wipe(id);
  }

  /** UTC, when the person last said no at another facility, after a history had been brought here; null: never. */
  async withdrawnAt(patient: PatientId): Promise<string | null> {
    return (await this.#news.words()).withdrawnAt(this.#idsOf(patient));
  }

  /** Whether there is anybody to ask. */
  get canAsk(): boolean {
    return this.options.centre?.gateway !== undefined;
  }

  /** Somebody is about to ask: on a slow line the connection takes longer than the answer. */
  warm(): void {
    if (!this.canAsk || this.#spare?.isWarm) return;
    const line = this.#newLine();
    openHistoryLine(line, this.options.facility.box, this.#closing.signal)
      .then(() => this.#putBack(line))
      // Whoever asks then hears why.
      .catch(() => line.close());
  }

  /** Null: nothing was asked, or it came. */
  state(patient: PatientId): AskState | null {
    const state = this.#asks.get(patient)?.state ?? null;
    if (state?.kind === 'failed' && this.options.facility.now() - state.at > TOLD_MS) {
      this.#asks.delete(patient);
      return null;
    }
    return state;
  }

  /** Asks, unless an ask for this patient is under way. `waitMs`: resolves when it is over, at the latest after that. */
  async ask(ask: Ask, waitMs: number): Promise<void> {
    const { patient } = ask;
    if (this.#asks.get(patient)?.state.kind !== 'asking') this.#begin(ask);
    await Promise.race([this.#asks.get(patient)?.done, pause(waitMs, undefined, { ref: false })]);
  }

  /** Whose a number is, as the centre says; `look`: this box's own record of the question. Throws as `askOwner`. */
  async askOwner(patient: PatientId, look: string): Promise<NumberOwner | null> {
    const { facility } = this.options;
    const line = this.#takeLine();
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(LIMIT_MS)]);
    try {
      const [shown] = await readShown(facility, [look]);
      return await askOwner({ line, box: facility.box, patient, look: shown!, signal });
    } finally {
      this.#putBack(line);
    }
  }

  /** Gives an ask up. */
  async stop(patient: PatientId): Promise<void> {
    const running = this.#asks.get(patient);
    running?.abort.abort(stopped());
    await running?.done;
    this.#asks.delete(patient);
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping);
    this.#forget();
    this.#closing.abort(stopped());
    this.#spare?.close();
    await Promise.all([...this.#asks.keys()].map((patient) => this.stop(patient)));
    await this.#news.close();
  }

  #toldAllergies(patient: PatientId): KnownAllergy[] {
    const { facility, kept } = this.options;
    const told = this.#idsOf(patient)
      .map((id) => kept.allergiesOf(id))
      .find((allergies) => allergies !== null);
    // Those of this house stand in its own ledger, as they stand today.
    const isOwn = ({ _id }: KnownAllergy): boolean => firstBox(boxOf(_id) ?? '') === firstBox(facility.box);
    return (told ?? []).filter((allergy) => !isOwn(allergy));
  }

  #idsOf(patient: PatientId): PatientId[] {
    return this.options.facility.links.idsOf(patient);
  }

  #begin(ask: Ask): void {
    const abort = new AbortController();
    const running: Running = {
      state: { kind: 'asking', received: 0, size: 0 },
      abort,
      done: Promise.resolve(),
    };
    this.#asks.set(ask.patient, running);
    running.done = this.#run(ask, running).then(
      () => {
        if (this.#asks.get(ask.patient) === running) this.#asks.delete(ask.patient);
      },
      (error: unknown) => {
        running.state = { kind: 'failed', error: named(error), at: this.options.facility.now() };
        if (!(error instanceof FacilityError)) this.options.onTrouble(error);
      },
    );
  }

  async #run(ask: Ask, running: Running): Promise<void> {
    const { facility, kept } = this.options;
    const line = this.#takeLine();
    const late = setTimeout(() => running.abort.abort(tooLate()), LIMIT_MS);
    try {
      const shown = await readShown(facility, ask.shown);
      const { head, records } = await askHistory({
        ...{ line, box: facility.box, patient: ask.patient, signal: running.abort.signal },
        records: shown,
        onProgress: (received, size) => (running.state = { kind: 'asking', received, size }),
      });
      const now = facility.now();
      const at = new Date(now).toISOString();
      const { patient, scope } = ask;
      const since = shown.find(({ type }) => type === 'consent')?.at ?? at;
      // Said no while it was under way: nothing of it is kept.
      running.abort.signal.throwIfAborted();
      await kept.keep({
        ...{ patient, scope, head, records, at, since },
        until: lastMoment(now + facility.workflow.keepHistoryDays * DAY_MS, ask.until),
      });
      await this.#news.judge(patient);
    } catch (error) {
      if (error instanceof FacilityError && error.params['why'] === 'withdrawn') await this.wipe(ask.patient);
      throw error;
    } finally {
      clearTimeout(late);
      this.#putBack(line);
    }
  }

  /** One line has one connection: asks at the same time have their own. */
  #takeLine(): GatewayLine {
    const spare = this.#spare;
    this.#spare = null;
    if (spare?.isWarm) return spare;
    spare?.close();
    return this.#newLine();
  }

  #newLine(): GatewayLine {
    const { centre, patience } = this.options;
    const { gateway } = centre ?? {};
    if (!centre || gateway === undefined) throw notSet();
    const { user, password, gatewayCa: ca } = centre;
    const address = { url: gateway, user, password, ...(ca === undefined ? {} : { ca }) };
    return new GatewayLine(address, ...(patience ? [patience] : []));
  }

  #putBack(line: GatewayLine): void {
    if (this.#closing.signal.aborted) return line.close();
    if (this.#spare !== line) this.#spare?.close();
    this.#spare = line;
  }

  /** A patient who says no, or opens less than before, takes with it what came. */
  #hear(record: LedgerRecord): void {
    if (record.type !== 'consent' || record.purpose !== 'history') return;
    const patient = patientOf(record._id);
    if (!record.given) for (const id of this.#idsOf(patient)) this.#asks.get(id)?.abort.abort(stopped());
    const judge = async (): Promise<void> => {
      const standing = await this.kept(patient);
      const opened: readonly HistoryScope[] = record.given ? (record.scope ?? []) : [];
      const isNarrower = standing?.scope?.some((one) => !opened.includes(one)) ?? false;
      if (!record.given || isNarrower) await this.wipe(patient);
    };
    judge().catch(this.options.onTrouble);
  }
}

async function readShown({ databases }: Facility, ids: string[]): Promise<BundledRecord[]> {
  return Promise.all(ids.map((id) => databases.records.get(id)));
}

/** The earlier of two ends. */
function lastMoment(kept: number, until: string | undefined): string {
  const byTime = new Date(kept).toISOString();
  const byConsent = until === undefined ? byTime : until + END_OF_DAY;
  return byConsent < byTime ? byConsent : byTime;
}

function named(error: unknown): FacilityError {
  if (error instanceof FacilityError) return error;
  return new FacilityError('internal', 'The history could not be brought here.', { cause: error });
}

function notSet(): FacilityError {
  return new FacilityError('centre-not-set', 'This box has no gateway of a centre.', {
    hint: 'hints.nameGateway',
    params: { why: 'no-gateway' },
  });
}

function stopped(): FacilityError {
  return new FacilityError('centre-unreachable', 'The ask was stopped.', { params: { why: 'stopped' } });
}

function tooLate(): FacilityError {
  return new FacilityError('centre-unreachable', 'The line is too slow for this history.', {
    hint: 'hints.betterLine',
    params: { why: 'slow' },
  });
}
