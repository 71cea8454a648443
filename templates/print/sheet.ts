import type { Weight } from './fonts.js';
import { textWidth, wrapText, type Type } from './hindi-text.js';

/** Grey from 0 (black) to 1 (paper). A thermal head prints everything darker than 0.7 as black. */
export type Shade = number;

/** One thing on the paper. Points from the top left corner; `y` of a text is its baseline. */
export type Mark =
  | { kind: 'text'; x: number; y: number; text: string; size: number; weight: Weight; shade: Shade }
  | {
      kind: 'box';
      x: number;
      y: number;
      width: number;
      height: number;
      radius: number;
      fill?: Shade;
      stroke?: Shade;
      line: number;
    }
  | {
      kind: 'rule';
      x1: number;
      y1: number;
      x2: number;
      y2: number;
      line: number;
      shade: Shade;
      /** points on and off; drawn through on a thermal head */
      dash?: [on: number, off: number];
    }
  | { kind: 'disc'; x: number; y: number; radius: number; fill?: Shade; stroke?: Shade; line: number }
  | { kind: 'qr'; x: number; y: number; size: number; text: string };

export interface TextStyle extends Type {
  x: number;
  width: number;
  align?: 'left' | 'center' | 'right';
  maxLines?: number;
  shade?: Shade;
  /** line height over size; Devanagari with matras above and below needs 1.3 */
  leading?: number;
}

/** Where the baseline lies within the line's height, over size. */
const ASCENT = 0.98;

/** A page as a list of marks: composed once, then drawn as PDF or as dots. */
export class Sheet {
  readonly marks: Mark[] = [];
  constructor(
    readonly width: number,
    /** grows with the content on a roll */
    public height: number,
  ) {}

  /** Writes wrapped lines below `y` and gives the y below them; nothing where the text is empty. */
  text(text: string, y: number, style: TextStyle): number {
    return this.lines(wrapText(text, style), y, style);
  }

  /** As `text`, for lines that `wrapText` has broken. */
  lines(lines: string[], y: number, style: TextStyle): number {
    const { x, width, size, weight = 'regular', align = 'left', shade = 0, leading = 1.36 } = style;
    let top = y;
    for (const line of lines) {
      const spare = align === 'left' ? 0 : width - textWidth(line, style);
      const left = x + (align === 'center' ? spare / 2 : spare);
      const baseline = top + size * (ASCENT + (leading - 1.36) / 2);
      this.marks.push({ kind: 'text', x: left, y: baseline, text: line, size, weight, shade });
      top += size * leading;
    }
    return top;
  }

  /** As `text`, in the first of the sizes at which it needs no more than `maxLines`; cut at the last. */
  fit(text: string, y: number, sizes: number[], style: Omit<TextStyle, 'size'>): number {
    const { maxLines = 1, ...rest } = style;
    const size =
      sizes.find((each) => wrapText(text, { ...rest, size: each }).length <= maxLines) ?? sizes.at(-1) ?? 8;
    return this.text(text, y, { ...style, maxLines, size });
  }

  box(
    x: number,
    y: number,
    width: number,
    height: number,
    look: { fill?: Shade; stroke?: Shade; line?: number; radius?: number } = {},
  ): void {
    this.marks.push({ kind: 'box', x, y, width, height, line: 0.6, radius: 0, ...look });
  }

  rule(
    x1: number,
    y1: number,
    x2: number,
    y2: number,
    line = 0.5,
    shade: Shade = 0.6,
    dash?: [on: number, off: number],
  ): void {
    this.marks.push({ kind: 'rule', x1, y1, x2, y2, line, shade, ...(dash && { dash }) });
  }

  disc(x: number, y: number, radius: number, look: { fill?: Shade; stroke?: Shade; line?: number }): void {
    this.marks.push({ kind: 'disc', x, y, radius, line: 0.8, ...look });
  }

  qr(text: string, x: number, y: number, size: number): void {
    this.marks.push({ kind: 'qr', x, y, size, text });
  }
}
