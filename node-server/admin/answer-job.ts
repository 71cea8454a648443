import { Readable } from 'node:stream';
import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError } from '../../records/facility-error.js';
import type { Job, Progress } from '../../records/progress.js';
import { toFailure } from './answer-failure.js';

/** At most so often a line about progress, milliseconds. */
const EVERY = 200;

/** One line of the answer to a long job: progress lines, then one with the outcome or the failure. */
export type JobLine<T> = { progress: Progress } | { result: T } | ReturnType<typeof toFailure>;

/**
 * Answers with a job's progress as lines of JSON, the last one its outcome. The job ends early, and cleans up, when
 * whoever asked goes away: a cancel is a closed connection.
 */
export function answerJob<T>(
  request: Request,
  h: ResponseToolkit,
  job: Job<T>,
  onError: (error: unknown) => void,
): ResponseObject {
  let gone = false;
  request.raw.res.once('close', () => {
    gone = true;
  });
  // hapi takes streams of bytes only.
  const lines = Readable.from(jobLines(job, () => gone, onError), { objectMode: false });
  return h.response(lines).type('application/x-ndjson');
}

async function* jobLines<T>(
  job: Job<T>,
  isGone: () => boolean,
  onError: (error: unknown) => void,
): AsyncGenerator<string> {
  let told = -Infinity;
  try {
    for (let step = await job.next(); ; step = await job.next()) {
      if (step.done) {
        yield line<T>({ result: step.value });
        return;
      }
      if (isGone()) return;
      if (performance.now() - told < EVERY) continue;
      told = performance.now();
      yield line<T>({ progress: step.value });
    }
  } catch (error) {
    if (!(error instanceof FacilityError)) onError(error);
    yield line<T>(toFailure(error instanceof FacilityError ? error : internal(error)));
  } finally {
    await job.return(undefined as never).catch(onError);
  }
}

function internal(cause: unknown): FacilityError {
  return new FacilityError('internal', 'The job failed.', { hint: "Look into the server's log.", cause });
}

function line<T>(value: JobLine<T>): string {
  return `${JSON.stringify(value)}\n`;
}
