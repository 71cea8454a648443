const encoder = new TextEncoder();

/** The bytes of a text that is well-formed Unicode. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Bytes that grow as they are written. */
export class ByteWriter {
  #bytes = new Uint8Array(4_096);
  #used = 0;

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#used] = value;
    this.#used += 1;
  }

  /** A whole number from 0 up to 2^53 - 1, seven bits a byte, the lowest first. */
  count(value: number): void {
    this.#room(8);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#used] = (rest % 0x80) + 0x80;
      this.#used += 1;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#used] = rest;
    this.#used += 1;
  }

  bytes(value: Uint8Array): void {
    this.#room(value.length);
    this.#bytes.set(value, this.#used);
    this.#used += value.length;
  }

  /** A text that is well-formed Unicode, its length before it. */
  text(value: string): void {
    const bytes = utf8(value);
    this.count(bytes.length);
    this.bytes(bytes);
  }

  end(): Uint8Array {
    return this.#bytes.subarray(0, this.#used);
  }

  #room(bytes: number): void {
    if (this.#used + bytes <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#used + bytes));
    larger.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = larger;
  }
}
