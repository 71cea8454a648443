import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { FacilityError } from '../../records/facility-error.js';
import type { Locale } from '../../templates/locale.js';
import { answerJob } from '../admin/answer-job.js';
import { makeSyncCheck, type SyncCheckOrder, type SyncCheckParts } from './make-sync-check.js';

export interface SyncCheckRouteOptions extends SyncCheckParts {
  locale: Locale;
  onError: (error: unknown) => void;
}

const schema = Joi.object<SyncCheckOrder>({
  mend: Joi.boolean().default(false),
  pdf: Joi.boolean().default(false),
  askedBy: Joi.string().trim().min(1).max(80),
  language: Joi.valid('hi', 'en').required(),
});

/** The admin socket's `POST /sync/verify`, a job. */
export function syncCheckRoutes({ locale, onError, ...parts }: SyncCheckRouteOptions): ServerRoute[] {
  return [
    {
      method: 'POST',
      path: '/sync/verify',
      handler(request, h) {
        const order = readOrder(request.payload);
        return answerJob(request, h, makeSyncCheck(parts, order, locale.in(order.language)), onError);
      },
    },
  ];
}

function readOrder(payload: unknown): SyncCheckOrder {
  const checked = schema.required().validate(payload);
  if (checked.error === undefined) return checked.value;
  const key = String(checked.error.details[0]?.path[0] ?? 'language');
  // As the command calls it.
  const field = key === 'askedBy' ? 'by' : key;
  throw new FacilityError('bad-input', `not accepted: ${field}`, { fields: [{ field, code: 'notValid' }] });
}
