import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { AdminFailure } from '../../node-server/admin/admin-api.js';
import { readFailure } from '../../node-server/admin/read-failure.js';
import type { FacilityError } from '../../records/facility-error.js';
import type { Job, Progress } from '../../records/progress.js';

/**
 * Yields the progress that a server tells line by line; the outcome is the generator's return value. Throws what the
 * job failed with, and what `brokenOff` gives where the answer ends before the outcome.
 */
export async function* readJobLines<T>(
  input: Readable,
  status: number,
  brokenOff: () => FacilityError,
): Job<T> {
  const lines = createInterface({ input });
  // Who stops following closes the connection before the server has ended its answer: nobody is left to hear of that.
  lines.on('error', () => undefined);
  for await (const text of lines) {
    const line = JSON.parse(text) as { progress?: Progress; result?: T } & Partial<AdminFailure>;
    if (line.progress) yield line.progress;
    else if (line.error) throw readFailure(line, status);
    else return line.result as T;
  }
  throw brokenOff();
}
