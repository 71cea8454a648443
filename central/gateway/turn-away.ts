import type { ResponseToolkit } from '@hapi/hapi';
import type { BoxId } from '../../records/ids.js';
import type { Enrolments } from '../enrol/enrolments.js';
import type { GatewayError } from './gateway-error.js';

/** A box's own CouchDB user, as its request names it. */
export interface BoxCredentials {
  user: string;
  password: string;
}

export function readCredentials(authorization: string): BoxCredentials | null {
  const match = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorization);
  const [, user, password] = /^([^:]+):(.*)$/s.exec(Buffer.from(match?.[1] ?? '', 'base64').toString()) ?? [];
  return user === undefined || password === undefined ? null : { user, password };
}

/** Answers with a status before anything else was said. */
export function refuse(h: ResponseToolkit, status: number, error: string, retryAfter?: number): object {
  const response = h.response({ error }).code(status);
  if (retryAfter !== undefined) response.header('Retry-After', String(retryAfter));
  // What the box still sends is not read.
  return response.header('Connection', 'close');
}

/** What CouchDB said no to, as a status; a box whose access was ended hears why, where it shows the password it had. */
export async function turnAway(
  h: ResponseToolkit,
  error: GatewayError,
  box: BoxId,
  credentials: BoxCredentials,
  enrolments: Pick<Enrolments, 'revoked'> | undefined,
): Promise<object> {
  if (error.status === 401 && credentials.user === box) {
    const ended = await enrolments?.revoked(box, credentials.password).catch(() => null);
    if (ended) return h.response(ended).code(403).header('Connection', 'close');
  }
  return refuse(
    h,
    error.status ?? 503,
    error.code,
    error.status === undefined ? (error.retryAfter ?? 15) : undefined,
  );
}
