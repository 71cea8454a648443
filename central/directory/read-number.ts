/** Degrees as people and spreadsheets write them: `25.59`, `2.559E+01`, `२५.५९`, with a decimal comma `25,59`. */
export function readDegrees(typed: string): number | null {
  const text = plainDigits(typed)
    .replace(/°$/, '')
    .replace(/^(-?\d+),(\d+)$/, '$1.$2');
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : null;
}

/** An LGD code as text: `208`, `208.0`, `'208`; null where it is none. */
export function readLgd(typed: string): string | null {
  const text = plainDigits(typed).replace(/\.0+$/, '');
  return /^\d{1,7}$/.test(text) ? String(Number(text)) : null;
}

/** `2.08E+05`: a spreadsheet has made this of a number, and may have lost digits. */
export function isScientific(typed: string): boolean {
  return /^\d+([.,]\d+)?[eE][+-]?\d+$/.test(plainDigits(typed));
}

/** Devanagari digits and what spreadsheets put around a number are forgiven. */
function plainDigits(typed: string): string {
  return typed
    .replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x966))
    .replace(/^'/, '')
    .replace(/[\s\u00a0]/g, '');
}
