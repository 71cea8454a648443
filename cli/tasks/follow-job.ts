import { request, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import type { AdminFailure } from '../../node-server/admin/admin-api.js';
import { findAdminSocket } from '../../node-server/admin/admin-socket.js';
import { readFailure } from '../../node-server/admin/read-failure.js';
import { FacilityError } from '../../records/facility-error.js';
import type { Job, Progress } from '../../records/progress.js';
import { explain } from './call-admin.js';
import type { AdminCall } from './call-admin.js';

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
    const lines = createInterface({ input: response });
    // The connection is closed below before the server has ended its answer: nobody is left to hear of that.
    lines.on('error', () => undefined);
    for await (const text of lines) {
      const line = JSON.parse(text) as { progress?: Progress; result?: T } & Partial<AdminFailure>;
      if (line.progress) yield line.progress;
      else if (line.error) throw readFailure(line, response.statusCode ?? 500);
      else return line.result as T;
    }
    throw new FacilityError('server-not-running', 'the server went away in the middle of the job', {
      hint: 'Look with nadi status, then start the job again.',
    });
  } finally {
    asked.destroy();
  }
}
