import http from 'node:http';
import https from 'node:https';
import { ERROR_TABLE } from '../../records/error-table.js';
import { FacilityError } from '../../records/facility-error.js';
import { readFailure } from '../admin/read-failure.js';
import { STANDBY_PATH } from './standby-api.js';
import { standbyRefused } from './standby-refused.js';

export interface MainAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** A spare box's way to the main one. */
export interface MainLine {
  /** `path` under STANDBY_PATH. Throws `main-unreachable`, `standby-refused`, and what the main box answered. */
  ask(method: 'GET' | 'POST', path: string, body?: object): Promise<MainAnswer>;
  close(): void;
}

export interface MainLineOptions {
  url: string;
  /** PEM: who answers must show a certificate of this CA */
  ca?: string;
  credential?: string;
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
/** An answer holds 1,000 records at most. */
const MOST_BYTES = 64 * 1024 * 1024;

export function openMainLine({ url, ca, credential, timeoutMs = TIMEOUT_MS }: MainLineOptions): MainLine {
  const { protocol, hostname, port } = new URL(url);
  const isTls = protocol === 'https:';
  const agent = isTls
    ? new https.Agent({
        keepAlive: true,
        maxSockets: 2,
        ca: ca ?? [],
        minVersion: 'TLSv1.2',
        // The CA signs for this health centre's box alone, whose address may change.
        checkServerIdentity: () => undefined,
      })
    : new http.Agent({ keepAlive: true, maxSockets: 2 });
  return {
    close: () => agent.destroy(),
    async ask(method, path, body) {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const answer = await exchange(
        (isTls ? https : http).request({
          agent,
          method,
          hostname: hostname.replace(/^\[|\]$/g, ''),
          port,
          path: `${STANDBY_PATH}/${path}`,
          timeout: timeoutMs,
          headers: {
            ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
            ...(text === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
          },
        }),
        text,
        timeoutMs,
      ).catch((cause: NodeJS.ErrnoException) => {
        throw lineError(url, cause);
      });
      if (answer.status === 200 || answer.status === 204) return answer;
      throw refusal(answer);
    },
  };
}

/** JSON of an answer. Throws `standby-refused`. */
export function jsonOf<T>({ body }: MainAnswer): T {
  try {
    return JSON.parse(body.toString()) as T;
  } catch (cause) {
    throw standbyRefused('other-answer', cause);
  }
}

function exchange(
  asked: http.ClientRequest,
  text: string | undefined,
  timeoutMs: number,
): Promise<MainAnswer> {
  return new Promise((resolve, reject) => {
    let isThere = false;
    asked.once('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => (isThere = true));
      else isThere = true;
    });
    const late = (): void => {
      asked.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT', isThere }));
    };
    // The socket's own time-out begins anew with each byte, and not before there is a connection.
    const timer = setTimeout(late, timeoutMs * 3);
    asked.once('timeout', late);
    asked.once('close', () => clearTimeout(timer));
    asked.once('error', reject);
    asked.once('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MOST_BYTES) asked.destroy(new Error('the answer is too long'));
      });
      response.once('error', reject);
      response.once('end', () => {
        resolve({
          status: response.statusCode ?? 500,
          headers: response.headers,
          body: Buffer.concat(chunks as Uint8Array[]),
        });
      });
    });
    asked.end(text);
  });
}

/** `isThere`: something took the connection and was too slow to answer. */
function lineError(url: string, cause: NodeJS.ErrnoException & { isThere?: boolean }): FacilityError {
  const code = cause.code ?? '';
  if (code === 'CERT_NOT_YET_VALID' || code === 'CERT_HAS_EXPIRED') return standbyRefused('clock', cause);
  if (/CERT|SIGNATURE|ISSUER|CA_/.test(code) && !code.startsWith('E')) {
    return standbyRefused('certificate', cause);
  }
  return new FacilityError('main-unreachable', `The main box does not answer at ${url}.`, {
    hint: 'hints.mainOnAndNear',
    params: { url, ...(cause.isThere ? { isThere: 1 } : {}) },
    cause,
  });
}

function refusal({ body, status }: MainAnswer): FacilityError {
  try {
    const error = readFailure(JSON.parse(body.toString()), status);
    if (error.code in ERROR_TABLE && error.code !== 'internal') return error;
  } catch {
    // No JSON: some other program, or an older Nadi.
  }
  return status >= 500
    ? new FacilityError('main-unreachable', `The main box answered with ${status}.`, {
        params: { url: '', isThere: 1 },
      })
    : standbyRefused('other-answer');
}
