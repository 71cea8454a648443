import type { Request } from '@hapi/hapi';
import type { QueueEntry } from '../../records/queue-entry.js';
import type { Facility } from '../facility.js';
import { latinDigits } from '../form-fields.js';

/** `?token=42` of a station's page: what was typed (empty where nothing was) and today's visit with that token. */
export function readToken(
  facility: Facility,
  request: Request,
): { token: string; found: QueueEntry | undefined } {
  const { token } = request.query as Record<string, unknown>;
  const typed = typeof token === 'string' ? token.trim().slice(0, 20) : '';
  const digits = latinDigits(typed);
  return {
    token: typed,
    found: /^\d{1,6}$/.test(digits) ? facility.queue.byToken(Number(digits)) : undefined,
  };
}
