import { access } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { FacilityError } from '../../records/facility-error.js';
import { readFailure } from '../../node-server/admin/read-failure.js';
import { findAdminSocket } from '../../node-server/admin/admin-socket.js';

export interface AdminCall {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  /** milliseconds without a word from the server until the call gives up */
  timeoutMs?: number;
}

/**
 * Asks the server that runs on this data folder.
 * @throws what the server answered; 'server-not-running', or 'not-set-up' where the folder holds no box
 */
export async function callAdmin<T>(folder: string, call: AdminCall): Promise<T> {
  const socketPath = await findAdminSocket(folder);
  let answer: { status: number; text: string };
  try {
    answer = await exchange(socketPath, call);
  } catch (error) {
    throw await explain(folder, error as NodeJS.ErrnoException);
  }
  const body = parse(answer.text);
  if (answer.status === 200) return body as T;
  throw readFailure(body, answer.status);
}

function exchange(socketPath: string, call: AdminCall): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({
      socketPath,
      method: call.method,
      path: call.path,
      agent: false,
      headers: { 'content-type': 'application/json' },
      timeout: call.timeoutMs ?? 10_000,
    });
    asked.once('timeout', () =>
      asked.destroy(Object.assign(new Error('the server does not answer'), { code: 'ETIMEDOUT' })),
    );
    asked.once('error', reject);
    asked.once('response', (response: IncomingMessage) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 500, text }));
    });
    asked.end(call.body === undefined ? undefined : JSON.stringify(call.body));
  });
}

export async function explain(folder: string, cause: NodeJS.ErrnoException): Promise<FacilityError> {
  if (cause.code === 'EACCES' || cause.code === 'EPERM') {
    return new FacilityError('not-allowed', `the admin socket in ${folder} is not yours to open`, {
      hint: 'hints.asServerUser',
      cause,
    });
  }
  if (cause.code === 'ENOENT' || cause.code === 'ECONNREFUSED' || cause.code === 'ENOTDIR') {
    if (await holds(folder, 'nadi.json')) {
      return new FacilityError('server-not-running', `no server runs on ${folder}`, {
        hint: 'hints.startIt',
        params: { folder },
        cause,
      });
    }
    return (await holds(folder, 'standby.json'))
      ? new FacilityError('server-not-running', `the spare box in ${folder} does not follow`, {
          hint: 'hints.letFollow',
          cause,
        })
      : new FacilityError('not-set-up', `${folder} holds no health centre`, {
          hint: 'hints.nameDataFolder',
          cause,
        });
  }
  return new FacilityError(
    'server-not-running',
    `the server on ${folder} does not answer (${cause.code ?? cause.message})`,
    {
      hint: 'hints.waitOrRestart',
      cause,
    },
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new FacilityError('internal', 'the server answered something that is not JSON', { cause });
  }
}

function holds(folder: string, file: string): Promise<boolean> {
  return access(join(folder, file)).then(
    () => true,
    () => false,
  );
}
