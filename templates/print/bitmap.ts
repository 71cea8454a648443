/** A black and white picture, rows packed from the left, most significant bit first, 1 is black: as GS v 0 wants it. */
export class Bitmap {
  readonly rowBytes: number;
  readonly data: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.rowBytes = Math.ceil(width / 8);
    this.data = new Uint8Array(this.rowBytes * height);
  }

  get(x: number, y: number): boolean {
    return ((this.data[y * this.rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
  }

  /** Dots outside the picture are left out. */
  set(x: number, y: number, black: boolean): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = y * this.rowBytes + (x >> 3);
    const bit = 0x80 >> (x & 7);
    const byte = this.data[at] ?? 0;
    this.data[at] = black ? byte | bit : byte & ~bit;
  }

  rectangle(x: number, y: number, width: number, height: number, black: boolean): void {
    for (let row = y; row < y + height; row++) {
      for (let column = x; column < x + width; column++) this.set(column, row, black);
    }
  }
}
