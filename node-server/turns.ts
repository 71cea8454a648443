/** Pages wait for saves no longer than this, milliseconds: a disk that hangs must not close every page. */
const MOST_WAIT = 2;

/**
 * Saves go before looks. A page takes the processor for some milliseconds; a save takes it five times for less than
 * one, and waits for the disk in between. Pages that are due are drawn one at a time, each in a round of the event
 * loop of its own, and not while somebody's save is under way; so saves that come together reach the disk together.
 */
export class Turns {
  readonly #pages: (() => void)[] = [];
  #saves = 0;
  #timer: NodeJS.Timeout | null = null;
  #drawing = false;

  /** Resolves when a page may be drawn. */
  take(): Promise<void> {
    return new Promise((resolve) => {
      this.#pages.push(resolve);
      this.#go();
    });
  }

  saveBegins(): void {
    this.#saves += 1;
  }

  saveEnds(): void {
    this.#saves -= 1;
    this.#go();
  }

  #go(): void {
    if (this.#drawing || this.#pages.length === 0) return;
    if (this.#saves > 0) {
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.#draw();
      }, MOST_WAIT);
      return;
    }
    this.#draw();
  }

  #draw(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    setImmediate(() => {
      this.#drawing = false;
      if (this.#timer) clearTimeout(this.#timer);
      this.#timer = null;
      this.#pages.shift()?.();
      this.#go();
    });
  }
}
