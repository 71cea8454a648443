/** How many outcomes are remembered: more than a full day's saves at one centre. */
const REMEMBERED = 2_000;

/**
 * Does a thing once per key, however often a form is sent: a double click or a re-post gets the first outcome.
 * A failed outcome is forgotten, so that the same form may be sent again.
 */
export class Once {
  readonly #outcomes = new Map<string, Promise<unknown>>();

  run<T>(key: string, job: () => Promise<T>): Promise<T> {
    const known = this.#outcomes.get(key) as Promise<T> | undefined;
    if (known) return known;
    const outcome = Promise.resolve().then(job);
    this.#outcomes.set(key, outcome);
    outcome.catch(() => {
      if (this.#outcomes.get(key) === outcome) this.#outcomes.delete(key);
    });
    if (this.#outcomes.size > REMEMBERED) {
      const oldest = this.#outcomes.keys().next();
      if (!oldest.done) this.#outcomes.delete(oldest.value);
    }
    return outcome;
  }
}
