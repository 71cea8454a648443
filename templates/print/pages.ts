import { Sheet } from './sheet.js';

/** Draws a block at y and gives the y below it; `fresh` where nothing but the heading stands above it. */
export type Block = (sheet: Sheet, y: number, fresh: boolean) => number;

/** Sets blocks one below the other and begins a new page where one would not fit; a block is never torn. */
export class Pages {
  readonly sheets: Sheet[] = [];
  private y = 0;
  private fresh = true;

  constructor(
    private readonly size: { width: number; height: number },
    private readonly bottom: number,
    /** draws a page's heading, the first page's being the full one */
    private readonly heading: (sheet: Sheet, page: number) => number,
  ) {
    this.turn();
  }

  place(block: Block): void {
    const trial = new Sheet(this.size.width, this.size.height);
    const below = block(trial, this.y, this.fresh);
    if (below <= this.bottom) {
      this.sheet.marks.push(...trial.marks);
      this.y = below;
    } else {
      this.turn();
      this.y = block(this.sheet, this.y, true);
    }
    this.fresh = false;
  }

  /** Places a block of known height at the foot of the last page. */
  placeAtFoot(height: number, block: Block): void {
    if (this.y + height > this.bottom) this.turn();
    block(this.sheet, this.bottom - height, false);
  }

  private get sheet(): Sheet {
    const last = this.sheets.at(-1);
    if (!last) throw new Error('no page');
    return last;
  }

  private turn(): void {
    const sheet = new Sheet(this.size.width, this.size.height);
    this.sheets.push(sheet);
    this.y = this.heading(sheet, this.sheets.length);
    this.fresh = true;
  }
}
