/** How what has begun is ended again, the latest first: as the box stops, and where a later step of its start fails. */
export class UndoList {
  readonly #steps: (() => unknown)[] = [];
  #running: Promise<void> | null = null;

  add(step: () => unknown): void {
    this.#steps.push(step);
  }

  /** Runs every step once, whatever becomes of those before it; throws the first error at the end. */
  run(): Promise<void> {
    return (this.#running ??= this.#run());
  }

  async #run(): Promise<void> {
    const errors: unknown[] = [];
    for (const step of this.#steps.toReversed()) {
      try {
        await step();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
