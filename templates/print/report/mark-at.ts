import type { Mark } from '../sheet.js';

/** The mark, moved: a drawing made by itself stands somewhere on a page. */
export function markAt(mark: Mark, dx: number, dy: number): Mark {
  if (mark.kind === 'rule') {
    return { ...mark, x1: mark.x1 + dx, y1: mark.y1 + dy, x2: mark.x2 + dx, y2: mark.y2 + dy };
  }
  return { ...mark, x: mark.x + dx, y: mark.y + dy };
}
