import { join } from 'node:path';
import winston from 'winston';
import DailyRotateFile from 'winston-daily-rotate-file';
import type { LogEntry } from './frame-context.js';
import { pruneLogs } from './prune-logs.js';

/** A day's file at most; a small box must not fill up with its own log. */
const MAX_FILE = '5m';

export interface Log {
  write(entry: LogEntry): void;
  close(): Promise<void>;
}

/** The box's log: JSON lines in `logs/` of the data folder, a file a day. Entries carry no patient data. */
export function openLog(folder: string): Log {
  const file = new DailyRotateFile({
    dirname: join(folder, 'logs'),
    filename: 'nadi-%DATE%.log',
    datePattern: 'YYYY-MM-DD',
    maxSize: MAX_FILE,
  });
  const logger = winston.createLogger({
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    transports: [file],
  });
  // The rotator's own count of days trusts the clock. Looked at as the server starts and with each new file.
  const prune = (): void => void pruneLogs(folder).catch(() => undefined);
  file.on('new', prune);
  prune();
  // A log that cannot be written must not stop a health centre.
  file.on('error', () => undefined);
  logger.on('error', () => undefined);
  // The rotator says that it has ended before its files have: what was logged last would be lost with the process.
  const { logStream } = file as unknown as { logStream: NodeJS.EventEmitter };
  let open = 0;
  logStream.on('new', () => (open += 1));
  logStream.on('close', () => (open -= 1));
  return {
    write(entry) {
      logger.log(entry);
    },
    close() {
      return new Promise((resolve) => {
        const whenWritten = (): void => {
          if (open === 0) resolve();
        };
        logStream.on('close', whenWritten);
        file.on('finish', whenWritten);
        logger.end();
      });
    },
  };
}
