import type { ServerRoute } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import type { Facility } from '../../facility.js';
import { languageOf, translator } from '../../language.js';
import { openToAll } from '../../session.js';
import { roomName, stationName } from '../station-room.js';
import { visitFromPath } from '../visit-path.js';

/**
 * `GET /slip/20261121-042`: for the patient's own phone, without a log-in. The address can be guessed, so it tells
 * what the waiting room hears anyway, and never who it is. Slips of other days are not shown.
 */
export function publicSlipRoute(facility: Facility): ServerRoute {
  return {
    method: 'GET',
    path: '/slip/{visit}',
    options: openToAll(),
    handler: (request, h) => {
      const { queue, workflow } = facility;
      const entry = queue.entry(visitFromPath(request, facility.box));
      if (!entry) throw new FacilityError('not-found', 'No visit of today has this number.');
      const t = translator(request);
      const language = languageOf(request);
      return h.view('counter/public-slip', {
        title: t('common.token', { token: entry.token }),
        token: entry.token,
        state: entry.state,
        stationName: stationName(workflow, entry.station, language),
        room: roomName(workflow, entry, language),
        position: queue.position(entry.visit),
        wait: queue.expectedWait(entry.visit),
        at: facility.now(),
        refresh: 20,
        scripts: ['live.js'],
      });
    },
  };
}
