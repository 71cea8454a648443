import { setTimeout as pause } from 'node:timers/promises';
import { Worker, type ResourceLimits } from 'node:worker_threads';
import { FacilityError, type ErrorCode } from '../../../records/facility-error.js';
import type { BoxId } from '../../../records/ids.js';
import type { LedgerReport } from '../../../records/ledger-finding.js';
import type { Job, Progress } from '../../../records/progress.js';
import type { JobLine, ToldFailure } from '../../../templates/web/answer-job.js';

export interface CheckOrder {
  /** address of the CouchDB with the pages' own user in it */
  login: string;
  box: BoxId;
}

/** What the thread tells: how far it is, then its outcome. */
export type CheckWord = JobLine<LedgerReport>;

/** A check whose ledger needs more memory ends, and the pages go on. 300,000 records take some 200 MB. */
const LIMITS: ResourceLimits = { maxOldGenerationSizeMb: 1_024 };
/** Who follows hears at least so often, milliseconds, and can end it then. */
const HEARTBEAT_MS = 1_000;

/**
 * Checks a ledger in a thread of its own: pages are answered meanwhile, however many records there are. Ended early, the
 * thread ends at once. Throws as `checkLedger`, and `internal` where the thread broke off.
 */
export async function* checkInWorker(order: CheckOrder, limits = LIMITS): Job<LedgerReport> {
  const worker = new Worker(new URL('check-worker.js', import.meta.url), {
    workerData: order,
    resourceLimits: limits,
  });
  let progress: Progress = { step: 'audit.reading', done: 0, unit: 'records' };
  const outcome = new Promise<LedgerReport>((resolve, reject) => {
    worker.on('message', (word: CheckWord) => {
      if ('progress' in word) progress = word.progress;
      else if ('result' in word) resolve(word.result);
      else reject(failureOf(word));
    });
    const brokeOff = (cause: unknown): void =>
      reject(new FacilityError('internal', `The check of ${order.box} broke off`, { cause }));
    worker.on('error', brokeOff);
    worker.on('exit', brokeOff);
  });
  const isOver = outcome.then(
    () => true,
    () => true,
  );
  try {
    do yield progress;
    while (!(await Promise.race([isOver, pause(HEARTBEAT_MS, false, { ref: false })])));
    return await outcome;
  } finally {
    await worker.terminate();
  }
}

function failureOf({ error }: ToldFailure): FacilityError {
  const { code, message, ...more } = error;
  return new FacilityError(code as ErrorCode, message, more);
}
