import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export type LogLevel = 'error' | 'warn' | 'info';

/** One line of the log. */
export interface LogLine {
  /** UTC, ISO 8601 */
  at: string;
  level: LogLevel;
  message: string;
  /** code of the error, number of the request, route, … as `key=value` */
  detail: string;
}

export interface LogPage {
  lines: LogLine[];
  /** where the next look goes on */
  next: string;
}

/** Bytes that one look reads at most. */
const MOST = 256 * 1024;

/**
 * The last lines of a box's log, or, with `after` from the answer before, what came since. Reads the files in `logs/`
 * of the data folder, so it also serves where the server does not run.
 */
export async function readLog(folder: string, after = '', most = 300): Promise<LogPage> {
  const names = await logFiles(folder);
  const [lastName, lastOffset] = readCursor(after);
  const isKnown = names.includes(lastName);
  const files = isKnown ? names.slice(names.indexOf(lastName)) : names.slice(-2);
  const lines: LogLine[] = [];
  let next = after;
  for (const name of files) {
    const from = name === lastName ? lastOffset : isKnown ? 0 : -MOST;
    const { text, end } = await readFrom(join(folder, 'logs', name), from);
    lines.push(...text.split('\n').flatMap(parseLine));
    next = `${name}:${end}`;
  }
  return { lines: lines.slice(-most), next };
}

/** Names of the log's files, oldest first: `nadi-2026-11-21.log`, then `nadi-2026-11-21.log.1`, … */
export async function logFiles(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'logs')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const order = (name: string): [string, number] => {
    const found = /^(nadi-[\d-]+)\.log(?:\.(\d+))?$/.exec(name);
    return [found?.[1] ?? '', Number(found?.[2] ?? 0)];
  };
  return names
    .filter((name) => /^nadi-\d{4}-\d\d-\d\d\.log(\.\d+)?$/.test(name))
    .sort((a, b) => order(a)[0].localeCompare(order(b)[0]) || order(a)[1] - order(b)[1]);
}

/** Whole lines only: what is being written now is left for the next look. */
async function readFrom(path: string, from: number): Promise<{ text: string; end: number }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(0, from < 0 ? size + from : from);
    const length = Math.max(0, Math.min(MOST, size - start));
    const bytes = new Uint8Array(length);
    const { bytesRead } = await file.read(bytes, 0, length, start);
    const read = bytes.subarray(0, bytesRead);
    const whole = read.lastIndexOf(0x0a) + 1;
    return { text: Buffer.from(read.subarray(0, whole)).toString(), end: start + whole };
  } finally {
    await file.close();
  }
}

function readCursor(after: string): [string, number] {
  const cut = after.lastIndexOf(':');
  const offset = Number(after.slice(cut + 1));
  return cut < 0 || !Number.isSafeInteger(offset) || offset < 0 ? ['', 0] : [after.slice(0, cut), offset];
}

function parseLine(text: string): LogLine[] {
  if (text === '') return [];
  try {
    const { timestamp, level, message, ...rest } = JSON.parse(text) as Record<string, unknown>;
    const detail = Object.entries(rest).map(([key, value]) => `${key}=${String(value)}`);
    return [
      {
        at: String(timestamp),
        level: level === 'error' || level === 'warn' ? level : 'info',
        message: String(message),
        detail: detail.join(' '),
      },
    ];
  } catch {
    // The first line of a piece is cut off; a power cut leaves half a line.
    return [];
  }
}
