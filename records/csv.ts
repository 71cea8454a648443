/** Null is an empty cell. */
export type CsvCell = string | number | null;

/** One line of CSV (RFC 4180, with its line end), safe to open in a spreadsheet. */
export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

/** A spreadsheet would run what begins so as a formula (OWASP, CSV Injection): an apostrophe makes it text. */
const FORMULA = /^[\s\u200e\u200f\ufeff]*[=+\-@|%\t\r]/;

function cellText(cell: CsvCell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
