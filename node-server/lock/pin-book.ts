import type { StaffId } from '../../records/ids.js';
import type { Facility } from '../facility.js';
import { checkPassword, hashPassword } from '../password.js';

/** Wrong tries until only the password helps. */
const TRIES = 5;

interface Kept {
  hash: string;
  wrong: number;
}

export type PinOutcome = { right: true } | { right: false; left: number };

/**
 * PINs, hashed, on the box only. Wrong tries are counted on disk too, so that pulling the plug gives no more of them.
 */
export class PinBook {
  readonly #kept = new Map<StaffId, Kept | null>();

  constructor(private readonly facility: Pick<Facility, 'append' | 'readLocal'>) {}

  async has(staff: StaffId): Promise<boolean> {
    return (await this.#read(staff)) !== null;
  }

  /** `left` 0: the password is needed from now on, also where the PIN was right. */
  async try(staff: StaffId, pin: string): Promise<PinOutcome> {
    const kept = await this.#read(staff);
    if (!kept || kept.wrong >= TRIES) return { right: false, left: 0 };
    // Counted before it is judged: many guesses at once would all pass else.
    kept.wrong += 1;
    const before = kept.wrong;
    await this.#write(staff, kept);
    if (!(await checkPassword(pin, kept.hash))) return { right: false, left: TRIES - before };
    await this.forgive(staff);
    return { right: true };
  }

  /** After a right PIN or password. */
  async forgive(staff: StaffId): Promise<void> {
    const kept = await this.#read(staff);
    if (!kept || kept.wrong === 0) return;
    kept.wrong = 0;
    await this.#write(staff, kept);
  }

  async set(staff: StaffId, pin: string): Promise<void> {
    const kept = { hash: await hashPassword(pin), wrong: 0 };
    await this.#write(staff, kept);
    this.#kept.set(staff, kept);
  }

  async #write(staff: StaffId, kept: Kept): Promise<void> {
    await this.facility.append({ by: staff }, (draft) => {
      draft.keepLocal(`pin-${staff}`, { hash: kept.hash, wrong: kept.wrong });
    });
  }

  async #read(staff: StaffId): Promise<Kept | null> {
    const known = this.#kept.get(staff);
    if (known !== undefined) return known;
    const read = await this.facility.readLocal(`pin-${staff}`);
    const { hash, wrong } = (read ?? {}) as Partial<Kept>;
    // Two requests at once read one and the same count.
    const meanwhile = this.#kept.get(staff);
    if (meanwhile !== undefined) return meanwhile;
    const kept = typeof hash === 'string' ? { hash, wrong: wrong ?? 0 } : null;
    this.#kept.set(staff, kept);
    return kept;
  }
}
