import { Readable } from 'node:stream';
import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { FacilityError, type FieldError, type HintKey } from '../../records/facility-error.js';
import type { Job, Progress } from '../../records/progress.js';

/** At most so often a line about progress, milliseconds. */
const EVERY = 200;

/** An error as a program is told it. */
export interface ToldFailure {
  error: {
    code: string;
    message: string;
    hint?: HintKey;
    params?: Record<string, string | number>;
    fields?: FieldError[];
  };
}

/** One line of the answer to a long job: progress lines, then one with the outcome or the failure. */
export type JobLine<T> = { progress: Progress } | { result: T } | ToldFailure;

export interface JobAnswer {
  /** hears what is no error of ours, and says as what it is told */
  onError: (error: unknown) => FacilityError;
  /** called when the job is over, before its outcome is told, and again when the connection closes */
  onOver?: () => void;
}

/**
 * Answers with a job's progress as lines of JSON, the last one its outcome. The job ends early, and cleans up, when
 * whoever asked goes away: a cancel is a closed connection.
 */
export function answerJob<T>(
  request: Request,
  h: ResponseToolkit,
  job: Job<T>,
  { onError, onOver = () => undefined }: JobAnswer,
): ResponseObject {
  let gone = false;
  request.raw.res.once('close', () => {
    gone = true;
    onOver();
  });
  // hapi takes streams of bytes only.
  const lines = Readable.from(jobLines(job, { isGone: () => gone, onError, onOver }), { objectMode: false });
  return h.response(lines).type('application/x-ndjson');
}

export function toldFailure({ code, message, hint, params, fields }: FacilityError): ToldFailure {
  return { error: { code, message, params, fields, ...(hint === undefined ? {} : { hint }) } };
}

async function* jobLines<T>(
  job: Job<T>,
  { isGone, onError, onOver }: Required<JobAnswer> & { isGone: () => boolean },
): AsyncGenerator<string> {
  let told = -Infinity;
  try {
    for (let step = await job.next(); ; step = await job.next()) {
      if (step.done) {
        onOver();
        yield line<T>({ result: step.value });
        return;
      }
      if (isGone()) return;
      if (performance.now() - told < EVERY) continue;
      told = performance.now();
      yield line<T>({ progress: step.value });
    }
  } catch (error) {
    onOver();
    yield line<T>(toldFailure(error instanceof FacilityError ? error : onError(error)));
  } finally {
    await job.return(undefined as never).catch(onError);
  }
}

function line<T>(value: JobLine<T>): string {
  return `${JSON.stringify(value)}\n`;
}
