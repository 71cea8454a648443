import { MOST_CLEAR_LINE, readClearLine, writeClearLine } from '../../sync/sealed-file/clear-line.js';
import { BACKUP_FORMAT, type BackupHeader } from './backup-format.js';
import { newerBackup, notABackup } from './backup-error.js';

/**
 * A backup's first line stands in clear: what the file is, how long it is and which keys open it. So files can be
 * listed, and a half copied one or a wrong key be told from a damaged one, without a key. The rest is an age file:
 * `tail -n +2 FILE | age -d -i KEY` opens it without Nadi. The line is no proof: the encrypted header repeats it.
 */
export interface FirstLine {
  header: BackupHeader;
  /** of the whole file; 0 while it is being written */
  bytes: number;
}

/** No first line is longer. */
export const MOST_FIRST_LINE = MOST_CLEAR_LINE;

/** Always of the same length for one header, so that the size can be filled in at the end. */
export function writeFirstLine(header: BackupHeader, bytes: number): string {
  return writeClearLine(header, bytes);
}

/** Throws `backup-damaged`, `backup-newer`. */
export function readFirstLine(file: string, line: string): FirstLine {
  const first = readClearLine<BackupHeader>('backup', line);
  if (!first) throw notABackup(file);
  const { format } = first.header;
  if (format > BACKUP_FORMAT) throw newerBackup(file, format);
  return first;
}
