import { dayOf, isoDate, type Day } from '../day.js';
import type { StaffId } from '../ids.js';
import type { LedgerRecord } from '../ledger-record.js';

/** Why a log-in looks as if several people used it: a suspicion to ask about, no proof. */
export type SharedLogin = { staff: StaffId } &
  /** at work at two devices, again and again faster than one walks from one to the other */
  (
    | { kind: 'two-devices'; day: string; times: number }
    /** at work for longer than a person works, without a pause */
    | { kind: 'no-pause'; day: string; hours: number }
    /** the log-in names a post, not a person */
    | { kind: 'named-after-post' }
  );

/** From one device to another and at work there: nobody walks and types as fast. */
const WALK_MS = 60_000;
/** Once is a phone in the hand beside the counter; so often is another person. */
const SWITCHES = 4;
const LONG_HOURS = 16;
/** Who is away for so long may have slept. */
const PAUSE_MS = 4 * 3_600_000;
const POSTS =
  /^(admin|clerk|counter|doctor|incharge|lab|nurse|opd|operator|pharmacist|pharmacy|phc|reception|staff|store|support|user)[._-]?\d*$/;

interface Stretch {
  day: Day;
  startMs: number;
  lastMs: number;
  device: string | undefined;
  switches: number;
}

/** Reads a ledger in order of time and remembers whose work looks like that of several people. */
export class SharedLoginFold {
  readonly #open = new Map<StaffId, Stretch>();
  readonly #found = new Map<string, SharedLogin>();

  take(record: LedgerRecord): void {
    const { by, at } = record;
    const device = record.type === 'access' ? record.device : undefined;
    const now = Date.parse(at);
    const day = dayOf(now);
    const open = this.#open.get(by);
    if (open?.day !== day || now - open.lastMs > PAUSE_MS) {
      this.#open.set(by, { day, startMs: now, lastMs: now, device, switches: 0 });
      return;
    }
    if (device !== undefined) {
      if (open.device !== undefined && device !== open.device && now - open.lastMs < WALK_MS)
        open.switches += 1;
      open.device = device;
    }
    open.lastMs = now;
    const hours = Math.floor((now - open.startMs) / 3_600_000);
    const said = { staff: by, day: isoDate(day) };
    if (open.switches >= SWITCHES) this.#keep({ ...said, kind: 'two-devices', times: open.switches });
    if (hours >= LONG_HOURS) this.#keep({ ...said, kind: 'no-pause', hours });
  }

  /** @param staff those who may log in now; the box itself and the operator write without a log-in */
  found(staff: readonly { id: StaffId; active: boolean }[]): SharedLogin[] {
    const posts = staff
      .filter(({ id, active }) => active && POSTS.test(id))
      .map(({ id }): SharedLogin => ({ staff: id, kind: 'named-after-post' }));
    const known = new Set(staff.map(({ id }) => id));
    return [...posts, ...[...this.#found.values()].filter((one) => known.has(one.staff))];
  }

  #keep(one: SharedLogin & { day: string }): void {
    this.#found.set(`${one.staff} ${one.kind} ${one.day}`, one);
  }
}
