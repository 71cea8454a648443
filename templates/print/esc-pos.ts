import type { Bitmap } from './bitmap.js';

const ESC = 0x1b;
const GS = 0x1d;
/** Cheap printers hold one band in a small buffer, and take the height's low byte only. */
const BAND_LINES = 255;

/**
 * ESC/POS bytes that print a bitmap on a roll and cut it: `ESC @` (initialise), `GS v 0` in bands, `GS V 66`
 * (feed to the cutter, partial cut; a printer without a cutter only feeds).
 * Source: Epson ESC/POS command reference.
 */
export function escPos(bitmap: Bitmap): Buffer {
  const parts = [Uint8Array.of(ESC, 0x40)];
  for (let from = 0; from < bitmap.height; from += BAND_LINES) {
    const lines = Math.min(BAND_LINES, bitmap.height - from);
    const { rowBytes } = bitmap;
    parts.push(
      Uint8Array.of(GS, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, lines & 0xff, lines >> 8),
      bitmap.data.slice(from * rowBytes, (from + lines) * rowBytes),
    );
  }
  // A few lines of feed so that the tear-off edge of printers without a cutter does not hide the last line.
  parts.push(Uint8Array.of(ESC, 0x64, 2, GS, 0x56, 66, 0));
  return Buffer.concat(parts);
}
