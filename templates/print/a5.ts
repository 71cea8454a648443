/** A5 upright, 148 × 210 mm, in points. */
export const A5 = { width: 419.53, height: 595.28 };

/** 10 mm: what cheap laser and inkjet printers can reach. */
export const MARGIN = 28.35;

export const LEFT = MARGIN;
export const RIGHT = A5.width - MARGIN;
export const INNER = RIGHT - LEFT;

export function millimetres(mm: number): number {
  return (mm * 72) / 25.4;
}
