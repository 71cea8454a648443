import { readLog, type LogLevel, type LogLine, type LogPage } from '../../node-server/read-log.js';
import { FacilityError } from '../../records/facility-error.js';
import { callAdmin } from './call-admin.js';

/** The log through the running server, or, where none runs, straight from its files: that is when it is wanted most. */
export async function readLogs(folder: string, after = ''): Promise<LogPage> {
  try {
    const query = after === '' ? '' : `?after=${encodeURIComponent(after)}`;
    return await callAdmin<LogPage>(folder, { method: 'GET', path: `/logs${query}` });
  } catch (error) {
    if (error instanceof FacilityError && error.code === 'server-not-running') return readLog(folder, after);
    throw error;
  }
}

const RANK: Record<LogLevel, number> = { error: 0, warn: 1, info: 2 };

/** The lines that are at least so grave. */
export function atLevel(lines: readonly LogLine[], level: LogLevel): LogLine[] {
  return lines.filter((line) => RANK[line.level] <= RANK[level]);
}
