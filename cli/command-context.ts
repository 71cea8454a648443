import type { Readable, Writable } from 'node:stream';
import { openLocale, type Language, type Locale } from '../templates/locale.js';
import type { CliConfig } from './config.js';

/** A stream that may be a terminal. */
export type Terminal<S> = S & { isTTY?: boolean; columns?: number };

/** What the process gives a command; tests give their own. */
export interface CommandContext {
  config: CliConfig;
  stdin: Terminal<Readable>;
  stdout: Terminal<Writable>;
  stderr: Terminal<Writable>;
  locale: Locale;
  /** called with the exit status when the command is over */
  setExitCode: (status: number) => void;
}

/** Flags that every command has. */
export interface CommonOptions {
  data?: string;
  json?: boolean;
  language?: Language;
}

export function processContext(config: CliConfig): CommandContext {
  return {
    config,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    locale: openLocale({ missing: 'show' }),
    setExitCode(status) {
      process.exitCode = status;
    },
  };
}
