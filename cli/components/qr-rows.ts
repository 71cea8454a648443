/** A QR code in as few lines as may be, two modules to a character; to be shown black on white. */
export async function qrRows(text: string): Promise<string[]> {
  // A third of the time that a screen takes to open, and few are asked for one.
  const { toString: draw } = await import('qrcode');
  const drawn = await draw(text, { type: 'utf8', margin: 2, errorCorrectionLevel: 'L' });
  return drawn.split('\n').filter((line) => line !== '');
}
