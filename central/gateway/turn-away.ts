import type { ResponseToolkit } from '@hapi/hapi';
import type { BoxId } from '../../records/ids.js';
import type { EnrolRefusal } from '../../sync/enrolment/messages.js';
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

/** Whether what CouchDB said no to is a box whose access was ended; tries after its end may have locked its account. */
export async function endedAccess(
  { status, lockedOut }: GatewayError,
  box: BoxId,
  { user, password }: BoxCredentials,
  enrolments: Pick<Enrolments, 'revoked'> | undefined,
): Promise<EnrolRefusal | null> {
  if (user !== box || (status !== 401 && status !== 403 && !lockedOut)) return null;
  return (await enrolments?.revoked(box, password).catch(() => null)) ?? null;
}

/** What CouchDB said no to, as a status; a box whose access was ended hears why, where it shows the password it had. */
export async function turnAway(
  h: ResponseToolkit,
  error: GatewayError,
  box: BoxId,
  credentials: BoxCredentials,
  enrolments: Pick<Enrolments, 'revoked'> | undefined,
): Promise<object> {
  const ended = await endedAccess(error, box, credentials, enrolments);
  if (ended) return h.response(ended).code(403).header('Connection', 'close');
  return refuse(
    h,
    error.status ?? 503,
    error.code,
    error.status === undefined ? (error.retryAfter ?? 15) : undefined,
  );
}
