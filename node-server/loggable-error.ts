import { FacilityError, type ErrorCode } from '../records/facility-error.js';

export interface LoggableError {
  message: string;
  code: ErrorCode;
  stack?: string;
}

/**
 * An error as a log may hold it. Our own messages never carry patient data; anybody else's may (a JSON parser quotes
 * what it could not read), so of those only the name and the place are told.
 */
export function loggableError(error: unknown): LoggableError {
  const stack = framesOf(error);
  const place = stack === '' ? {} : { stack };
  if (error instanceof FacilityError) return { message: error.message, code: error.code, ...place };
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  const name = error instanceof Error ? error.name : 'unknown trouble';
  // `ENOSPC` says much and nothing of anybody.
  const system = typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code) ? ` (${code})` : '';
  return { message: name + system, code: 'internal', ...place };
}

/** The places only: the lines above them repeat the message. */
function framesOf(error: unknown): string {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return '';
  return error.stack
    .split('\n')
    .filter((line) => /^ {4}at .*(:\d+:\d+\)?|<anonymous>\)?|native\)?)$/.test(line))
    .join('\n');
}
