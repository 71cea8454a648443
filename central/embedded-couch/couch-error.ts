/** An answer of the CouchDB protocol that isn't a success: HTTP status and the body's `error` and `reason`. */
export class CouchError extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
    readonly reason: string,
  ) {
    super(`${error}: ${reason}`);
    this.name = 'CouchError';
  }
}

export function badRequest(reason: string): CouchError {
  return new CouchError(400, 'bad_request', reason);
}

export function notFound(reason = 'missing'): CouchError {
  return new CouchError(404, 'not_found', reason);
}

export function conflict(): CouchError {
  return new CouchError(409, 'conflict', 'Document update conflict.');
}

const PLAIN_STATUS: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  412: 'precondition_failed',
  413: 'too_large',
  415: 'bad_content_type',
};

/** What PouchDB or hapi threw, in CouchDB's words; null for an error that is a fault of ours. */
export function toCouchError(thrown: unknown): CouchError | null {
  if (thrown instanceof CouchError) return thrown;
  if (typeof thrown !== 'object' || thrown === null) return null;
  const { status, name, error, message, reason } = thrown as Record<string, unknown>;
  if (typeof status !== 'number' || status < 400 || status > 499) return null;
  if (status === 409) return conflict();
  const code = [error, name].find((value): value is string => typeof value === 'string' && value !== 'Error');
  const words = [reason, message].find((value): value is string => typeof value === 'string' && value !== '');
  return new CouchError(status, code ?? PLAIN_STATUS[status] ?? 'bad_request', words ?? 'Bad request');
}
