import { ERROR_TABLE } from '../records/error-table.js';
import type { ErrorCode } from '../records/facility-error.js';

/** As a shell says that Ctrl-C ended a command. */
export const CANCELLED = 130;

/** A box has an alert that nobody has seen: for a timer that calls somebody. */
export const ALERT_STANDS = 26;

/** The part of a command's help that says what its exit status means: `8  not-set-up, already-set-up`. */
export function exitCodesHelp(codes: readonly ErrorCode[]): string {
  const byStatus = new Map<number, string[]>([[0, ['done']]]);
  for (const code of ['internal', 'bad-input', ...codes] as const) {
    const { exit } = ERROR_TABLE[code];
    const known = byStatus.get(exit) ?? [];
    byStatus.set(exit, known.includes(code) ? known : [...known, code]);
  }
  const lines = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([exit, names]) => `  ${String(exit).padStart(2)}  ${names.join(', ')}`);
  return ['', 'Exit codes:', ...lines].join('\n');
}

export function examplesHelp(examples: readonly string[]): string {
  return ['', 'Examples:', ...examples.map((example) => `  $ ${example}`)].join('\n');
}
