import type { AdminStatus } from '../admin/admin-api.js';
import type { LogEntry } from '../frame-context.js';
import { loggableError } from '../loggable-error.js';
import { openLog } from '../log.js';

const RECENT_ERRORS = 5;

export interface BoxLogOptions {
  /** milliseconds since the epoch */
  now: () => number;
  /** hears of each entry, too */
  also?: ((entry: LogEntry) => void) | undefined;
}

/** The box's log, and its latest errors for whoever asks how the box is. */
export class BoxLog {
  readonly #log;
  readonly #errors: AdminStatus['errors'] = [];

  constructor(
    folder: string,
    private readonly options: BoxLogOptions,
  ) {
    this.#log = openLog(folder);
  }

  readonly write = (entry: LogEntry): void => {
    this.#log.write(entry);
    this.options.also?.(entry);
    if (entry.level !== 'error') return;
    const at = new Date(this.options.now()).toISOString();
    const code = typeof entry.code === 'string' ? entry.code : 'internal';
    this.#errors.unshift({ at, code, message: entry.message });
    this.#errors.splice(RECENT_ERRORS);
  };

  readonly onTrouble = (error: unknown): void => {
    this.write({ level: 'error', ...loggableError(error) });
  };

  /** Newest first. */
  readonly errors = (): AdminStatus['errors'] => this.#errors;

  close(): Promise<void> {
    return this.#log.close();
  }
}
