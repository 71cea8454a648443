import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError } from '../../records/facility-error.js';
import type { Job } from '../../records/progress.js';
import { answerJob as answerAnyJob } from '../../templates/web/answer-job.js';

/** A job of the box, as `templates/web/answer-job.ts` answers it; what is no error of ours goes to the log. */
export function answerJob<T>(
  request: Request,
  h: ResponseToolkit,
  job: Job<T>,
  onError: (error: unknown) => void,
): ResponseObject {
  return answerAnyJob(request, h, job, {
    onError: (cause) => {
      onError(cause);
      return new FacilityError('internal', 'The job failed.', {
        hint: 'hints.serverLog',
        cause,
      });
    },
  });
}
