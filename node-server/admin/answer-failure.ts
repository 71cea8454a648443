import type { Lifecycle } from '@hapi/hapi';
import { isBoom } from '@hapi/boom';
import { ERROR_TABLE } from '../../records/error-table.js';
import { FacilityError } from '../../records/facility-error.js';
import { toldFailure } from '../../templates/web/answer-job.js';

/** Turns every failure into an `AdminFailure` with the status of the error table; nothing internal leaks. */
export function answerFailure(onError: (error: unknown) => void): Lifecycle.Method {
  return (request, h) => {
    const response = request.response;
    if (!isBoom(response)) return h.continue;
    const error = asFacilityError(response);
    if (error.code === 'internal') onError(response);
    return h.response(toldFailure(error)).code(ERROR_TABLE[error.code].http);
  };
}

/** hapi keeps the thrown error itself and only decorates it as a Boom. */
function asFacilityError(boom: Error & { output: { statusCode: number } }): FacilityError {
  if (boom instanceof FacilityError) return boom;
  const status = boom.output.statusCode;
  if (status === 404) return new FacilityError('not-found', 'no such route');
  if (status >= 400 && status < 500) return new FacilityError('bad-input', boom.message);
  return new FacilityError('internal', 'the server failed', { hint: 'hints.serverLog' });
}
