import { FacilityError } from '../../records/facility-error.js';
import type { DeviceRecord } from '../../records/box.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import { hashOf, newDevice, newSecret } from '../devices/device-secret.js';
import { PairingCodes } from '../devices/pairing-codes.js';
import type { Facility } from '../facility.js';
import type { LogEntry } from '../frame-context.js';
import { readPrefix } from '../store/read-records.js';
import type { PairAnswer, PairRequest, StandbyState } from './standby-api.js';
import { standbyRefused } from './standby-refused.js';

interface Kept {
  record: DeviceRecord;
  /** of its credential; null where it was removed */
  hash: string | null;
  /** milliseconds by the ledger's clock; null where it was never heard of */
  lastSeen: number | null;
  /** the last record that it has */
  has: number | null;
  savedAt: number;
}

export interface StandbyBookOptions {
  log: (entry: LogEntry) => void;
  /** milliseconds that only ever grow; `performance.now` where absent */
  monotonic?: () => number;
}

const SILENT_MS = 5 * 60_000;
/** When it was last heard of goes to the disk at most so often. */
const SAVE_MS = 10 * 60_000;
const OPERATOR = 'operator';
const BOX = 'box';

/**
 * The spare box that follows this one, and the code for one that shall. One at a time: two that are promoted would
 * both be the next letter, and give the same ids.
 */
export class StandbyBook {
  readonly #standbys = new Map<string, Kept>();
  readonly #codes = new PairingCodes();
  readonly #openedAt: number;

  private constructor(
    private readonly facility: Facility,
    private readonly options: StandbyBookOptions,
  ) {
    this.#openedAt = facility.now();
  }

  static async open(facility: Facility, options: StandbyBookOptions): Promise<StandbyBook> {
    const book = new StandbyBook(facility, options);
    const records = await readPrefix(facility.databases.records, `device:${facility.box}:`);
    for (const record of records.sort((a, b) => a.n - b.n)) book.#apply(record);
    for (const kept of book.#standbys.values()) {
      const local = await facility.readLocal(localName(kept.record.device));
      kept.hash = typeof local?.['hash'] === 'string' ? local['hash'] : null;
      kept.lastSeen = typeof local?.['lastSeen'] === 'number' ? local['lastSeen'] : null;
    }
    facility.onWritten((written) => {
      for (const record of written) book.#apply(record);
    });
    return book;
  }

  /** A code that pairs one spare box. Throws `conflict` where one is paired already. */
  issueCode(): { secret: string; minutes: number } {
    this.#refuseSecond();
    const { code, minutes } = this.#codes.issue('', this.#tick());
    return { secret: code, minutes };
  }

  /** Throws `standby-refused`, `too-many-tries`, `conflict`. */
  async pair({ code, name }: PairRequest, address: string): Promise<PairAnswer> {
    const taken = this.#codes.take(code, address, this.#tick());
    if (taken.outcome === 'wait') {
      throw new FacilityError('too-many-tries', 'Too many codes were tried.', {
        hint: 'hints.waitThenAgain',
        params: { seconds: taken.seconds },
      });
    }
    if (taken.outcome !== 'right') {
      this.#tell('warn', `a spare box with a wrong code: ${taken.outcome}`, { address });
      throw standbyRefused(taken.outcome);
    }
    const standby = newDevice();
    const secret = newSecret();
    const hash = hashOf(secret);
    try {
      await this.facility.append({ by: OPERATOR }, (draft) => {
        this.#refuseSecond();
        draft.device({ device: standby, name, state: 'paired', use: 'standby' });
        draft.keepLocal(localName(standby), { hash, lastSeen: null });
      });
    } catch (error) {
      this.#codes.giveBack(code, '', this.#tick());
      throw error;
    }
    const kept = this.#standbys.get(standby);
    if (kept) kept.hash = hash;
    this.#tell('warn', `the spare box ${name} (${standby}) is paired: it gets all records`, { address });
    return { box: this.facility.box, standby, credential: `${standby}.${secret}` };
  }

  /** The spare box that a request comes from. Throws `standby-refused`. */
  check(authorization: unknown): string {
    const [, standby = '', secret = ''] =
      /^Bearer ([a-z0-9]{8})\.([\w-]{43})$/.exec(String(authorization)) ?? [];
    const kept = this.#standbys.get(standby);
    // The hash of a random secret tells nothing by the time that comparing it takes.
    if (kept?.record.state !== 'paired' || kept.hash === null || kept.hash !== hashOf(secret)) {
      throw standbyRefused('removed');
    }
    return standby;
  }

  /** It asks for what comes after record `has`. */
  heard(standby: string, has: number): void {
    const kept = this.#standbys.get(standby);
    if (!kept) return;
    const now = this.facility.now();
    Object.assign(kept, { has, lastSeen: now });
    if (now - kept.savedAt < SAVE_MS || this.facility.replacedBy !== null) return;
    kept.savedAt = now;
    this.#save([kept]).catch(() => this.#tell('warn', 'when the spare box was last seen is not saved'));
  }

  list(): StandbyState[] {
    const now = this.facility.now();
    return [...this.#standbys.values()].map(({ record, lastSeen, has }) => ({
      standby: record.device,
      name: record.name,
      state: record.state,
      since: record.at,
      lastSeen: lastSeen === null ? null : new Date(lastSeen).toISOString(),
      behind: has === null ? null : Math.max(0, this.facility.recordCount - has),
      isSilent: record.state === 'paired' && now - Math.max(lastSeen ?? 0, this.#openedAt) > SILENT_MS,
    }));
  }

  /** The one that follows; null where none is paired. */
  current(): StandbyState | null {
    return this.list().find(({ state }) => state === 'paired') ?? null;
  }

  /** From now on it gets nothing more. Throws `not-found`, `already-done`. */
  async remove(standby: string): Promise<StandbyState> {
    const kept = this.#standbys.get(standby);
    if (!kept) {
      throw new FacilityError('not-found', `There is no spare box ${standby}.`, {
        hint: 'hints.standbyList',
      });
    }
    if (kept.record.state === 'revoked') {
      throw new FacilityError('already-done', `${standby} is removed already.`);
    }
    // At once, also where the disk is full.
    kept.hash = null;
    await this.facility.append({ by: OPERATOR }, (draft) => {
      draft.device({ device: standby, name: kept.record.name, state: 'revoked', use: 'standby' });
      draft.keepLocal(localName(standby), { hash: null, lastSeen: kept.lastSeen });
    });
    this.#tell('warn', `the spare box ${kept.record.name} (${standby}) is removed`);
    return this.list().find((one) => one.standby === standby) as StandbyState;
  }

  /** Writes when each was last seen. */
  async stop(): Promise<void> {
    const heard = [...this.#standbys.values()].filter(({ has, hash }) => has !== null && hash !== null);
    if (heard.length > 0 && this.facility.replacedBy === null) await this.#save(heard);
  }

  async #save(these: readonly Kept[]): Promise<void> {
    await this.facility.append({ by: BOX }, (draft) => {
      for (const { record, hash, lastSeen } of these) {
        draft.keepLocal(localName(record.device), { hash, lastSeen });
      }
    });
  }

  #refuseSecond(): void {
    const standing = this.current();
    if (!standing) return;
    throw new FacilityError('conflict', `The spare box ${standing.name} is paired already.`, {
      hint: 'hints.removeStandby',
      params: { standby: standing.standby },
    });
  }

  #apply(record: LedgerRecord): void {
    if (record.type !== 'device' || record.use !== 'standby') return;
    const fresh: Kept = { record, hash: null, lastSeen: null, has: null, savedAt: 0 };
    const kept = this.#standbys.get(record.device) ?? fresh;
    this.#standbys.set(record.device, Object.assign(kept, { record }));
  }

  #tell(level: LogEntry['level'], message: string, more: { address?: string } = {}): void {
    this.options.log({ level, message, ...more });
  }

  #tick(): number {
    return this.options.monotonic?.() ?? performance.now();
  }
}

/** The credential stays here as its hash, in no record and in no copy of the ledger. */
function localName(standby: string): string {
  return `standby-${standby}`;
}
