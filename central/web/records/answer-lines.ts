import { Readable } from 'node:stream';
import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { ERROR_TABLE } from '../../../records/error-table.js';
import { FacilityError } from '../../../records/facility-error.js';
import type { Job } from '../../../records/progress.js';
import { webFrameOf } from '../web-frame.js';

/** At most so often a line about progress, milliseconds. */
const EVERY = 200;

/**
 * A job's progress as lines of JSON, the last one its outcome or failure; it ends when who asked goes away.
 *
 * @param onOver called when the job is over, before its outcome is told, and again when the connection closes
 */
export function answerLines<T>(
  request: Request,
  h: ResponseToolkit,
  job: Job<T>,
  onOver: () => void,
): ResponseObject {
  let isGone = false;
  request.raw.res.once('close', () => {
    isGone = true;
    onOver();
  });
  const { log } = webFrameOf(request);
  const onError = (error: unknown): void =>
    log({ level: 'error', message: 'a check of records failed', why: String(error), id: request.app.id });
  const lines = Readable.from(linesOf(job, { isGone: () => isGone, onOver, onError }), { objectMode: false });
  return h.response(lines).type('application/x-ndjson');
}

/** A refusal as a program reads it. */
export function answerRefusal(h: ResponseToolkit, error: FacilityError): ResponseObject {
  const answer = h.response(told(error)).code(ERROR_TABLE[error.code].http);
  const { seconds } = error.params;
  return seconds === undefined ? answer : answer.header('retry-after', String(seconds));
}

async function* linesOf<T>(
  job: Job<T>,
  {
    isGone,
    onOver,
    onError,
  }: { isGone: () => boolean; onOver: () => void; onError: (error: unknown) => void },
): AsyncGenerator<string> {
  let said = -Infinity;
  try {
    for (let step = await job.next(); ; step = await job.next()) {
      if (step.done) {
        onOver();
        yield line({ result: step.value });
        return;
      }
      if (isGone()) return;
      if (performance.now() - said < EVERY) continue;
      said = performance.now();
      yield line({ progress: step.value });
    }
  } catch (error) {
    onOver();
    if (!(error instanceof FacilityError)) onError(error);
    yield line(told(error instanceof FacilityError ? error : new FacilityError('internal', 'It failed')));
  } finally {
    await job.return(undefined as never).catch(onError);
  }
}

function told({ code, message, hint, params, fields }: FacilityError): object {
  return { error: { code, message, hint, params, fields } };
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
