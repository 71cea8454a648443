import { displayWidth } from './display-width.js';

/** A QR code in as few lines as may be, two modules to a character; to be shown black on white. */
export async function qrRows(text: string): Promise<string[]> {
  // A third of the time that a screen takes to open, and few are asked for one.
  const { toString: draw } = await import('qrcode');
  const drawn = await draw(text, { type: 'utf8', margin: 2, errorCorrectionLevel: 'L' });
  return drawn.split('\n').filter((line) => line !== '');
}

/** Whether all of a code has room beside a text: a part of one opens nothing, and is left out. */
export function qrFits(
  qr: readonly string[],
  { left, columns, rows }: { left: number; columns: number; rows: number },
): boolean {
  return qr.length <= rows && left + displayWidth(qr[0] ?? '') <= columns;
}
