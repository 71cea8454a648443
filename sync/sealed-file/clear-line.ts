import { createHash } from 'node:crypto';

/** No first line is longer. */
export const MOST_CLEAR_LINE = 4_096;

/** The first line of a file whose rest is encrypted: what it is, and how long. Always of the same length for one header. */
export function writeClearLine(header: object, bytes: number): string {
  const text = JSON.stringify({ ...header, bytes: String(bytes).padStart(15, '0') });
  return `${text} ${checksum(text)}\n`;
}

/** Null where it is no such line of this kind of file, or was changed. */
export function readClearLine<H extends object>(
  kind: string,
  line: string,
): { header: H; bytes: number } | null {
  const [, text = '', sum] = /^(\{"nadi":".*\}) ([0-9a-f]{32})$/.exec(line) ?? [];
  if (!text.startsWith(`{"nadi":"${kind}",`) || checksum(text) !== sum) return null;
  const { bytes, ...header } = JSON.parse(text) as H & { bytes: string };
  return { header: header as unknown as H, bytes: Number(bytes) };
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
