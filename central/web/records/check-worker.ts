import { parentPort, workerData } from 'node:worker_threads';
import { FacilityError } from '../../../records/facility-error.js';
import { toldFailure } from '../../../templates/web/answer-job.js';
import { RouterCouch } from '../../router/router-couch.js';
import { checkLedger } from './check-ledger.js';
import type { CheckOrder, CheckWord } from './check-in-worker.js';

/** A thread of its own that checks one ledger and tells what it finds; it ends with its outcome. */
const { login, box } = workerData as CheckOrder;
const say = (word: CheckWord): void => parentPort?.postMessage(word);
try {
  const job = checkLedger(new RouterCouch(login), box);
  for (;;) {
    const step = await job.next();
    if (step.done) {
      say({ result: step.value });
      break;
    }
    say({ progress: step.value });
  }
} catch (error) {
  if (!(error instanceof FacilityError)) throw error;
  say(toldFailure(error));
}
