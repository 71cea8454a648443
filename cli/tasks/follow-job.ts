import { request, type IncomingMessage } from 'node:http';
import { findAdminSocket } from '../../node-server/admin/admin-socket.js';
import { FacilityError } from '../../records/facility-error.js';
import type { Job } from '../../records/progress.js';
import { explain } from './call-admin.js';
import type { AdminCall } from './call-admin.js';
import { readJobLines } from './read-job-lines.js';

/**
 * Starts a long job on the running server and yields its progress; the outcome is the generator's return value.
 * Ending it early (`return()`) closes the connection, which cancels the job there.
 * @throws what the server answered; 'server-not-running', 'not-set-up'
 */
export async function* followJob<T>(folder: string, call: AdminCall): Job<T> {
  const socketPath = await findAdminSocket(folder);
  const asked = request({
    socketPath,
    method: call.method,
    path: call.path,
    agent: false,
    headers: { 'content-type': 'application/json' },
  });
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      asked.once('response', resolve);
      asked.once('error', reject);
      asked.end(call.body === undefined ? undefined : JSON.stringify(call.body));
    }).catch(async (error: unknown) => {
      throw await explain(folder, error as NodeJS.ErrnoException);
    });
    return yield* readJobLines<T>(response, response.statusCode ?? 500, wentAway);
  } finally {
    asked.destroy();
  }
}

function wentAway(): FacilityError {
  return new FacilityError('server-not-running', 'the server went away in the middle of the job', {
    hint: 'hints.lookAndStartJob',
  });
}
