import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { FacilityError } from '../../records/facility-error.js';
import { answerJob } from '../admin/answer-job.js';
import type { BackupRequest } from './backup-api.js';
import type { Backups } from './backups.js';

/** What the admin socket serves of backups; the shapes stand in backup-api.ts. */
export function backupRoutes(backups: Backups, onError: (error: unknown) => void): ServerRoute[] {
  return [
    { method: 'GET', path: '/backup', handler: () => backups.overview() },
    {
      method: 'POST',
      path: '/backup',
      handler: (request, h) => answerJob(request, h, backups.make(read(request.payload, order)), onError),
    },
    {
      method: 'POST',
      path: '/backup/start',
      handler: (request, h) =>
        answerJob(request, h, backups.start(read(request.payload, order)).follow(), onError),
    },
    {
      method: 'GET',
      path: '/backup/running',
      handler: (request, h) => answerJob(request, h, backups.running().follow(), onError),
    },
    {
      method: 'POST',
      path: '/backup/cancel',
      handler: async () => {
        await backups.running().cancel();
        return { cancelled: true };
      },
    },
    {
      method: 'GET',
      path: '/backup/list',
      handler: (request) => backups.list(read(request.query, where).folder),
    },
    {
      method: 'POST',
      path: '/backup/prune',
      handler: (request) => backups.prune({ dryRun: read(request.payload, pruning).dryRun ?? false }),
    },
  ];
}

const order = Joi.object<BackupRequest>({ to: Joi.string(), full: Joi.boolean() });
const where = Joi.object<{ folder?: string }>({ folder: Joi.string() });
const pruning = Joi.object<{ dryRun?: boolean }>({ dryRun: Joi.boolean() });

function read<T>(given: unknown, schema: Joi.ObjectSchema<T>): T {
  const found = schema.validate(given ?? {});
  if (!found.error) return found.value;
  const field = String(found.error.details[0]?.path[0] ?? '');
  throw new FacilityError('bad-input', found.error.message, { fields: [{ field, code: 'unknownChoice' }] });
}
