export interface CsvRow {
  /** of its first character in the file, from 1 */
  line: number;
  cells: string[];
}

/**
 * The rows of a CSV file as spreadsheets write it (RFC 4180): with or without a byte order mark, with any line end,
 * and with comma, semicolon or tab between cells, whichever the first line has most of. Rows without any text are left
 * out. A quote that is never closed takes the rest of the file with it, so `open` says where it stands.
 */
export function readCsv(text: string): { separator: string; rows: CsvRow[]; open?: number } {
  const source = text.replace(/^\uFEFF/, '');
  const separator = separatorOf(source);
  const rows: CsvRow[] = [];
  let line = 1;
  let row: CsvRow = { line, cells: [] };
  let cell = '';
  let quoted: number | null = null;
  const endRow = (): void => {
    row.cells.push(cell);
    cell = '';
    if (row.cells.some((one) => one.trim() !== '')) rows.push(row);
  };
  for (let i = 0; i < source.length; i += 1) {
    const letter = source.charAt(i);
    const ends = letter === '\n' || (letter === '\r' && source.charAt(i + 1) !== '\n');
    if (ends) line += 1;
    if (quoted !== null) {
      if (letter !== '"') cell += letter;
      else if (source.charAt(i + 1) === '"') {
        cell += letter;
        i += 1;
      } else quoted = null;
    } else if (letter === '"' && cell.trim() === '') {
      cell = '';
      quoted = line;
    } else if (letter === separator) {
      row.cells.push(cell);
      cell = '';
    } else if (ends) {
      endRow();
      row = { line, cells: [] };
    } else if (letter !== '\r') cell += letter;
  }
  if (cell !== '' || row.cells.length > 0) endRow();
  return { separator, rows, ...(quoted === null ? {} : { open: quoted }) };
}

function separatorOf(source: string): string {
  const [first = ''] = source.split(/[\r\n]/, 1);
  const count = (letter: string): number => first.split(letter).length;
  return [',', ';', '\t'].reduce((best, letter) => (count(letter) > count(best) ? letter : best));
}
