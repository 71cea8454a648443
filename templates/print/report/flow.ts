import { Sheet } from '../sheet.js';
import type { Paper } from './paper.js';

/** Fills pages from the top; a page that is full is handed on at once and not kept. */
export class Flow {
  #sheet: Sheet;
  #finished: Sheet[] = [];
  #page = 1;
  /** where the next thing stands */
  y: number;
  /** nothing stands on the page but its heading */
  fresh = true;

  constructor(
    readonly paper: Paper,
    /** draws a page's heading, gives the y below it; pages count from 1 in each report */
    private readonly heading: (sheet: Sheet, page: number) => number,
  ) {
    this.#sheet = new Sheet(paper.width, paper.height);
    this.y = heading(this.#sheet, 1);
  }

  get sheet(): Sheet {
    return this.#sheet;
  }

  get room(): number {
    return this.paper.bottom - this.y;
  }

  /** Goes on to a new page where fewer than so many points are left. Says whether it did. */
  need(points: number): boolean {
    if (points <= this.room || this.fresh) return false;
    this.turn();
    return true;
  }

  turn(): void {
    this.#finished.push(this.#sheet);
    this.#sheet = new Sheet(this.paper.width, this.paper.height);
    this.#page += 1;
    this.y = this.heading(this.#sheet, this.#page);
    this.fresh = true;
  }

  /** Draws at the current place; the drawing gives the y below it. */
  draw(drawing: (sheet: Sheet, y: number) => number): void {
    this.y = drawing(this.#sheet, this.y);
    this.fresh = false;
  }

  /** The pages that are full. */
  take(): Sheet[] {
    return this.#finished.splice(0);
  }

  /** The last page. */
  end(): Sheet[] {
    return [...this.take(), this.#sheet];
  }
}
