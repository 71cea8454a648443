import type { BoxId } from '../../records/ids.js';
import type { BoxState } from './box-state.js';
import { saveSnapshot, snapshotText } from './fold-snapshot.js';

/** A snapshot is taken when so many records have come since the last, and once more at a clean stop. */
const EVERY = 20_000;

export interface SnapshotKeeperOptions {
  /** the data folder */
  folder: string;
  box: BoxId;
  onTrouble: (error: unknown) => void;
}

/**
 * Keeps snapshots of a box's folds beside the ledger, so that a start need not fold all of it. The folds may be ahead of
 * the disk: the text of a snapshot waits until the disk has caught up.
 */
export class SnapshotKeeper {
  #due: { state: BoxState; n: number; text: string } | null = null;

  /** @param lastN number of the last record in the snapshot on disk; 0 where none could be used */
  constructor(
    private lastN: number,
    private readonly options: SnapshotKeeperOptions,
  ) {}

  /** After each write. */
  follow(state: BoxState, durableN: number): void {
    if (state.lastN - this.lastN >= EVERY) this.#take(state);
    if (this.#due) void this.#keep(state, durableN);
  }

  /** Before the folds are put away. */
  async keepLast(state: BoxState, durableN: number): Promise<void> {
    if (state.lastN <= this.lastN) return;
    this.#take(state);
    await this.#keep(state, durableN);
  }

  #take(state: BoxState): void {
    this.lastN = state.lastN;
    this.#due = { state, n: state.lastN, text: snapshotText(this.options.box, state.snapshot()) };
  }

  async #keep(state: BoxState, durableN: number): Promise<void> {
    const due = this.#due;
    if (!due) return;
    if (due.state !== state) {
      // After a failed write the folds were made anew, and this snapshot's last records are on no disk.
      this.#due = null;
      return;
    }
    if (due.n > durableN) return;
    this.#due = null;
    try {
      await saveSnapshot(this.options.folder, due.text);
    } catch (error) {
      this.options.onTrouble(error);
    }
  }
}
