import type { ServerRoute } from '@hapi/hapi';
import { readLog, type LogPage } from '../read-log.js';

/** `GET /logs?after=`: the last lines of the log, or those that came after the answer that gave `after`. */
export function logRoutes(folder: string): ServerRoute[] {
  return [
    {
      method: 'GET',
      path: '/logs',
      handler: (request): Promise<LogPage> => {
        const { after } = request.query as { after?: unknown };
        return readLog(folder, typeof after === 'string' ? after : '');
      },
    },
  ];
}
