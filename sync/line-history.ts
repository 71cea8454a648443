import { readNamedMark, writeNamedMark } from './sync-mark.js';

/** A day's picture has a block for each half hour. */
export const SLOT_MS = 1_800_000;
/** Slots that are kept: two days. */
const KEPT = 96;
/** Slots that are shown: one day. */
const SHOWN = 48;
/** Bytes per second below which a line is called slow: a GPRS line at its worst. */
const SLOW = 1_500;
/** Written to the disk at most so often. */
const SAVE_EVERY_MS = 180_000;
const MARK = 'nadi-line';

/** `slow`: below 1.5 kB/s, or some tries of the half hour went through and some did not. */
export type LineKind = 'up' | 'slow' | 'down' | 'untried';

export interface LineSlot {
  /** when the half hour begins, UTC */
  from: string;
  kind: LineKind;
}

interface Tries {
  /** which half hour since 1970 */
  slot: number;
  met: number;
  missed: number;
  /** the best speed that was measured, bytes per second; 0: none */
  speed: number;
}

/** How the line to the centre was, half hour by half hour; kept with the ledger, and no part of it. */
export class LineHistory {
  #slots: Tries[] = [];
  #speed = 0;
  #saved = -Infinity;

  constructor(
    readonly records: PouchDB.Database,
    readonly now: () => number,
  ) {}

  async read(): Promise<void> {
    const kept = await readNamedMark<{ slots: Tries[]; speed: number }>(this.records, MARK);
    // What happened before this could be read counts too.
    this.#slots = (kept?.slots ?? [])
      .filter(({ slot }) => slot < (this.#slots[0]?.slot ?? Infinity))
      .concat(this.#slots);
    this.#speed ||= kept?.speed ?? 0;
  }

  /** Bytes per second, as they were last measured; 0: never. */
  get speed(): number {
    return this.#speed;
  }

  /** The centre answered. */
  met(): void {
    this.#slot().met += 1;
  }

  /** It did not. */
  missed(): void {
    this.#slot().missed += 1;
  }

  /** Bytes went through, so many a second. */
  moved(speed: number): void {
    if (speed <= 0) return;
    const slot = this.#slot();
    slot.speed = Math.max(slot.speed, Math.round(speed));
    this.#speed = Math.round(speed);
  }

  /** The last day, oldest first; the last one is the half hour of now. */
  day(): LineSlot[] {
    const last = slotOf(this.now());
    const known = new Map(this.#slots.map((tries) => [tries.slot, tries]));
    return Array.from({ length: SHOWN }, (_, i) => {
      const slot = last - SHOWN + 1 + i;
      return { from: new Date(slot * SLOT_MS).toISOString(), kind: kindOf(known.get(slot)) };
    });
  }

  /**
   * How the line was when it was last tried, and the speed, as they are told over this very line: if that arrives, the line
   * is not down, whatever the tries before it met.
   */
  lately(): { lineKind?: LineKind; lineBytesPerS?: number } {
    const lineKind = kindOf(this.#slots.at(-1));
    return {
      ...(lineKind === 'untried' || lineKind === 'down' ? {} : { lineKind }),
      ...(this.#speed === 0 ? {} : { lineBytesPerS: this.#speed }),
    };
  }

  /** Writes it, unless it was written a moment ago. */
  async save({ now = false } = {}): Promise<void> {
    const at = this.now();
    // A clock that was set back must not silence it for long.
    if (!now && Math.abs(at - this.#saved) < SAVE_EVERY_MS) return;
    this.#saved = at;
    await writeNamedMark(this.records, MARK, { slots: this.#slots, speed: this.#speed });
  }

  #slot(): Tries {
    const slot = slotOf(this.now());
    const standing = this.#slots.find((tries) => tries.slot === slot);
    if (standing) return standing;
    const fresh = { slot, met: 0, missed: 0, speed: 0 };
    // What lies ahead of a clock that was set back is of no use, and would never leave.
    this.#slots = [...this.#slots.filter((tries) => tries.slot < slot), fresh].slice(-KEPT);
    return fresh;
  }
}

const slotOf = (at: number): number => Math.floor(at / SLOT_MS);

function kindOf(tries: Tries | undefined): LineKind {
  if (!tries || tries.met + tries.missed === 0) return 'untried';
  if (tries.met === 0) return 'down';
  return tries.missed > 0 || (tries.speed > 0 && tries.speed < SLOW) ? 'slow' : 'up';
}
