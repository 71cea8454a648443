/** A growing list of 32-bit integers: a quarter of the memory that an array takes for as many. */
export class IntegerList {
  #values = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** 0 beyond the end */
  at(index: number): number {
    return index < this.#length ? this.#values[index]! : 0;
  }

  /** Returns the index of the new value. */
  push(value: number): number {
    this.set(this.#length, value);
    return this.#length - 1;
  }

  /** Grows the list where it is too short; what lies between is 0. */
  set(index: number, value: number): void {
    if (index >= this.#values.length) {
      const larger = new Int32Array(Math.max(index + 1, Math.ceil(this.#values.length * 1.5)));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[index] = value;
    if (index >= this.#length) this.#length = index + 1;
  }
}
