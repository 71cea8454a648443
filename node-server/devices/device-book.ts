import { FacilityError } from '../../records/facility-error.js';
import type { DeviceRecord } from '../../records/box.js';
import type { LedgerRecord } from '../../records/ledger-record.js';
import type { Facility } from '../facility.js';
import type { LogEntry } from '../frame-context.js';
import { readPrefix } from '../store/read-records.js';
import { hashOf, newDevice, newSecret } from './device-secret.js';
import { judgeSecret, type DeviceSecrets } from './judge-secret.js';
import { PairingCodes, type CodeOutcome } from './pairing-codes.js';

/** What a device's cookie holds, sealed by the box. */
export interface HeldSecret {
  device: string;
  generation: number;
  secret: string;
}

/** A device as the operator sees it. */
export interface DeviceState {
  device: string;
  name: string;
  state: 'paired' | 'revoked';
  /** UTC, ISO 8601 */
  since: string;
  /** UTC; absent where it was never seen since it was paired */
  lastSeen?: string;
  reason?: string;
}

export type DeviceAnswer =
  { known: true; device: string; next?: HeldSecret } | { known: false; why: 'none' | 'revoked' | 'copied' };

interface Kept {
  record: DeviceRecord;
  secrets: DeviceSecrets | null;
  savedAt: number;
}

export interface DeviceBookOptions {
  log: (entry: LogEntry) => void;
  /** milliseconds that only ever grow; `performance.now` where absent */
  monotonic?: () => number;
}

/** `lastUsed` goes to the disk at most so often. */
const SAVE_MS = 3_600_000;
const OPERATOR = 'operator';
/** who closes a copied device: nobody of the staff */
const BOX = 'box';
const COPIED = 'cookie copied';

/** The devices that were paired with the box, and the codes for those that shall be. */
export class DeviceBook {
  readonly #devices = new Map<string, Kept>();
  readonly #codes = new PairingCodes();

  private constructor(
    private readonly facility: Facility,
    private readonly options: DeviceBookOptions,
  ) {}

  static async open(facility: Facility, options: DeviceBookOptions): Promise<DeviceBook> {
    const book = new DeviceBook(facility, options);
    const records = await readPrefix(facility.databases.records, `device:${facility.box}:`);
    records.sort((a, b) => a.n - b.n);
    for (const record of records) book.#apply(record);
    for (const kept of book.#devices.values()) {
      const local = await facility.readLocal(localName(kept.record.device));
      kept.secrets = (local?.['secrets'] as DeviceSecrets | null | undefined) ?? null;
    }
    facility.onWritten((written) => {
      for (const record of written) book.#apply(record);
    });
    return book;
  }

  /** The device a cookie's content belongs to. Writes where a secret changes hands. */
  async check(held: unknown): Promise<DeviceAnswer> {
    if (!isHeld(held)) return { known: false, why: 'none' };
    const kept = this.#devices.get(held.device);
    if (!kept) return { known: false, why: 'none' };
    if (kept.record.state === 'revoked' || !kept.secrets) {
      return { known: false, why: kept.record.reason === COPIED ? 'copied' : 'revoked' };
    }
    const now = this.facility.now();
    const shown = { generation: held.generation, hash: hashOf(held.secret) };
    const judgement = judgeSecret(kept.secrets, shown, now);
    switch (judgement.outcome) {
      case 'unknown':
        return { known: false, why: 'none' };
      case 'copied':
        await this.#closeCopied(kept);
        return { known: false, why: 'copied' };
      case 'current':
      case 'previous':
      case 'taken-up':
        kept.secrets = judgement.secrets;
    }
    if (judgement.rotate) return this.#rotate(kept, held.device, now);
    if (judgement.outcome === 'taken-up' || now - kept.savedAt >= SAVE_MS) this.#saveSoon(kept);
    return { known: true, device: held.device };
  }

  /** A code that the operator reads out; it pairs one device under this name. */
  issueCode(name: string): { code: string; minutes: number } {
    return this.#codes.issue(name, this.#tick());
  }

  /** Pairs the browser that typed a right code; its record says that the operator let it in. */
  async pair(
    typed: string,
    address: string,
  ): Promise<{ paired: HeldSecret; name: string } | Exclude<CodeOutcome, { outcome: 'right' }>> {
    const taken = this.#codes.take(typed, address, this.#tick());
    if (taken.outcome !== 'right') return taken;
    const { name } = taken;
    const device = newDevice();
    const secret = newSecret();
    const now = this.facility.now();
    const secrets = {
      generation: 1,
      current: hashOf(secret),
      issuedAt: now,
      firstUsed: now,
      lastUsed: now,
    };
    try {
      await this.facility.append({ by: OPERATOR }, (draft) => {
        draft.device({ device, name, state: 'paired' });
        draft.keepLocal(localName(device), { secrets });
      });
    } catch (error) {
      this.#codes.giveBack(typed, name, this.#tick());
      throw error;
    }
    const kept = this.#devices.get(device);
    if (kept) kept.secrets = secrets;
    return { paired: { device, generation: 1, secret }, name };
  }

  list(): DeviceState[] {
    return [...this.#devices.values()].map(({ record, secrets }) => ({
      device: record.device,
      name: record.name,
      state: record.state,
      since: record.at,
      ...(secrets ? { lastSeen: new Date(secrets.lastUsed).toISOString() } : {}),
      ...(record.reason ? { reason: record.reason } : {}),
    }));
  }

  /** From now on the device sees the pairing page only. Throws `not-found`, `already-done`. */
  async revoke(device: string, reason?: string): Promise<DeviceState> {
    const kept = this.#devices.get(device);
    if (!kept) {
      throw new FacilityError('not-found', `There is no device ${device}.`, {
        hint: 'hints.devicesList',
      });
    }
    if (kept.record.state === 'revoked') {
      throw new FacilityError('already-done', `${device} is closed already.`);
    }
    await this.#close(kept, OPERATOR, reason);
    return this.list().find((one) => one.device === device) as DeviceState;
  }

  /** Writes when each device was last seen. */
  async stop(): Promise<void> {
    const open = [...this.#devices.values()].filter(({ secrets }) => secrets !== null);
    // A box that was replaced writes nothing more.
    if (open.length === 0 || this.facility.replacedBy !== null) return;
    await this.facility.append({ by: BOX }, (draft) => {
      for (const { record, secrets } of open) draft.keepLocal(localName(record.device), { secrets });
    });
  }

  async #rotate(kept: Kept, device: string, now: number): Promise<DeviceAnswer> {
    const secret = newSecret();
    const standing = kept.secrets as DeviceSecrets;
    const generation = standing.generation + 1;
    const before = kept.secrets;
    kept.secrets = { ...standing, pending: hashOf(secret), issuedAt: now };
    try {
      // On disk before the browser has it.
      await this.#save(kept);
    } catch (error) {
      // A full disk must not lock a device out: it keeps the secret that it has.
      kept.secrets = before;
      this.#tell('warn', 'device secret not renewed', device, error);
      return { known: true, device };
    }
    return { known: true, device, next: { device, generation, secret } };
  }

  async #closeCopied(kept: Kept): Promise<void> {
    this.#tell(
      'error',
      `device ${kept.record.device}: its cookie was copied, it is closed`,
      kept.record.device,
    );
    await this.#close(kept, BOX, COPIED);
  }

  async #close(kept: Kept, by: string, reason?: string): Promise<void> {
    const { device, name } = kept.record;
    // At once, also where the disk is full.
    kept.secrets = null;
    await this.facility.append({ by }, (draft) => {
      draft.device({ device, name, state: 'revoked', ...(reason ? { reason } : {}) });
      draft.keepLocal(localName(device), { secrets: null });
    });
  }

  #apply(record: LedgerRecord): void {
    if (record.type !== 'device' || record.use === 'standby') return;
    const known = this.#devices.get(record.device);
    const kept = known ?? { record, secrets: null, savedAt: 0 };
    this.#devices.set(record.device, Object.assign(kept, { record }));
  }

  #saveSoon(kept: Kept): void {
    this.#save(kept).catch((error: unknown) => {
      this.#tell('warn', 'device not saved', kept.record.device, error);
    });
  }

  async #save(kept: Kept): Promise<void> {
    kept.savedAt = this.facility.now();
    await this.facility.append({ by: BOX }, (draft) => {
      // What stands when it is written: a device that was closed meanwhile stays closed.
      draft.keepLocal(localName(kept.record.device), { secrets: kept.secrets });
    });
  }

  #tell(level: LogEntry['level'], message: string, device: string, error?: unknown): void {
    const code = error instanceof FacilityError ? error.code : undefined;
    this.options.log({ level, message, device, ...(code ? { code } : {}) });
  }

  #tick(): number {
    return this.options.monotonic?.() ?? performance.now();
  }
}

/** Secrets stay on the box: no record and no copy of the ledger holds them. */
function localName(device: string): string {
  return `device-${device}`;
}

function isHeld(held: unknown): held is HeldSecret {
  const { device, generation, secret } = (held ?? {}) as Partial<Record<keyof HeldSecret, unknown>>;
  return typeof device === 'string' && typeof generation === 'number' && typeof secret === 'string';
}
