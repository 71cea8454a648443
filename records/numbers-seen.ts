import type { NamedRecord } from './ledger-finding.js';
import { outOfOrder } from './out-of-order.js';

/** Which numbers of a ledger have come, and in which order. */
export class NumbersSeen {
  /** numbers below the highest that haven't come, in order */
  readonly missing: { from: number; to: number }[] = [];
  #last: number;
  readonly #arrived: NamedRecord[] = [];
  #isInOrder = true;

  constructor(start: number) {
    this.#last = start;
  }

  /** the highest number that came */
  get last(): number {
    return this.#last;
  }

  /** false where the number has come before */
  add(n: number, id: string): boolean {
    const isNew = n > this.#last ? this.#addNext(n) : this.#fill(n);
    if (isNew) this.#arrived.push({ n, id });
    return isNew;
  }

  /** There should be numbers up to this one. */
  expect(n: number): void {
    if (n > this.#last) this.missing.push({ from: this.#last + 1, to: n });
  }

  /** Records that stand elsewhere than their numbers say: the fewest that, moved, put the rest in order. */
  moved(): NamedRecord[] {
    if (this.#isInOrder) return [];
    const places = outOfOrder(
      this.#arrived.map(({ n }) => n),
      true,
    );
    return places.flatMap((place) => this.#arrived[place] ?? []);
  }

  #addNext(n: number): boolean {
    if (n > this.#last + 1) this.missing.push({ from: this.#last + 1, to: n - 1 });
    this.#last = n;
    return true;
  }

  #fill(n: number): boolean {
    const place = this.missing.findIndex(({ from, to }) => n >= from && n <= to);
    const range = this.missing[place];
    if (!range) return false;
    this.#isInOrder = false;
    const parts = [
      { from: range.from, to: n - 1 },
      { from: n + 1, to: range.to },
    ];
    this.missing.splice(place, 1, ...parts.filter(({ from, to }) => from <= to));
    return true;
  }
}
