import { createHash } from 'node:crypto';
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
export const MOST_FIRST_LINE = 4_096;

/** Always of the same length for one header, so that the size can be filled in at the end. */
export function writeFirstLine(header: BackupHeader, bytes: number): string {
  const text = JSON.stringify({ ...header, bytes: String(bytes).padStart(15, '0') });
  return `${text} ${checksum(text)}\n`;
}

/** Throws `backup-damaged`, `backup-newer`. */
export function readFirstLine(file: string, line: string): FirstLine {
  const found = /^(\{"nadi":"backup",.*\}) ([0-9a-f]{32})$/.exec(line);
  const [, text = '', sum] = found ?? [];
  if (checksum(text) !== sum) throw notABackup(file);
  const { bytes, ...header } = JSON.parse(text) as BackupHeader & { bytes: string };
  if (header.format > BACKUP_FORMAT) throw newerBackup(file, header.format);
  return { header, bytes: Number(bytes) };
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
