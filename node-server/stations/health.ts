import { dayOf } from '../../records/day.js';
import { describeSync } from '../../sync/sync-state.js';
import { showsNobody } from '../access/look.js';
import type { AdminStatus } from '../admin/admin-api.js';
import type { StationPages } from '../frame-context.js';
import { languageOf, translator } from '../language.js';
import { sayOldBox, sayStandby } from '../standby/say-standby.js';

const MB = 1024 * 1024;

/** How the box is: for support, who sees its health and never a record. */
export function healthPages(readStatus: () => Promise<AdminStatus>): StationPages {
  return {
    name: 'health',
    path: '/health',
    roles: ['support', 'operator', 'incharge'],
    routes: [
      {
        method: 'GET',
        path: '/health',
        options: showsNobody('the box, its disk and its line'),
        handler: async (request, h) => {
          const t = translator(request);
          const language = languageOf(request);
          const {
            box,
            version,
            startedAt,
            records,
            sync,
            disk,
            clock,
            store,
            memory,
            errors,
            standby,
            oldBox,
          } = await readStatus();
          return h.view('health', {
            title: t('stations.health.name'),
            box,
            version,
            startedAt,
            startedDay: dayOf(startedAt),
            records,
            syncWords: describeSync(sync, language, t),
            syncError: sync.lastError,
            standbyWords: standby && sayStandby(standby, language, t),
            oldBoxWords: oldBox && sayOldBox(oldBox, language, t),
            freeMb: Math.floor(disk.freeBytes / MB),
            totalMb: Math.floor(disk.totalBytes / MB),
            memoryMb: Math.floor(memory.rssBytes / MB),
            clock,
            store,
            // Paths and messages may name the machine; never a patient.
            errors: errors.map((error) => ({ ...error, day: dayOf(error.at) })),
          });
        },
      },
    ],
  };
}
