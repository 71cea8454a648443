import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { ERROR_TABLE } from '../../../records/error-table.js';
import { FacilityError } from '../../../records/facility-error.js';
import type { Job } from '../../../records/progress.js';
import { answerJob, toldFailure } from '../../../templates/web/answer-job.js';
import { webFrameOf } from '../web-frame.js';

/**
 * A check's progress as lines of JSON, the last one its outcome or failure; it ends when who asked goes away.
 *
 * @param onOver called when the job is over, before its outcome is told, and again when the connection closes
 */
export function answerLines<T>(
  request: Request,
  h: ResponseToolkit,
  job: Job<T>,
  onOver: () => void,
): ResponseObject {
  const { log } = webFrameOf(request);
  const onError = (error: unknown): FacilityError => {
    log({ level: 'error', message: 'a check of records failed', why: String(error), id: request.app.id });
    return new FacilityError('internal', 'It failed');
  };
  return answerJob(request, h, job, { onError, onOver });
}

/** A refusal as a program reads it. */
export function answerRefusal(h: ResponseToolkit, error: FacilityError): ResponseObject {
  const answer = h.response(toldFailure(error)).code(ERROR_TABLE[error.code].http);
  const { seconds } = error.params;
  return seconds === undefined ? answer : answer.header('retry-after', String(seconds));
}
