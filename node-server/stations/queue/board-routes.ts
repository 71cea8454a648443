import type { ServerRoute } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import { isOpen } from '../../../records/queue-entry.js';
import { look, lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { emptyForm } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { callPanel } from '../call-panel.js';
import { personLine } from '../person-line.js';
import { roomName, stationName } from '../station-room.js';
import { visitTravelWords } from '../travel-words.js';
import { readToken } from '../read-token.js';
import { visitFromPath, visitPath } from '../visit-path.js';
import { earlyWarnings, warningMarks } from '../vitals/early-warnings.js';
import { queueRows } from './queue-row.js';

/** Rows of a station that the board shows before one asks for the whole of it, and then. */
const FEW_ROWS = 20;
const MOST_ROWS = 200;

/** The board of all stations, and one visit with everything that can be done with it. */
export function boardRoutes(facility: Facility): ServerRoute[] {
  return [
    {
      method: 'GET',
      path: '/queue',
      options: looks('view'),
      handler: async (request, h) => {
        const { queue, workflow } = facility;
        const { found, status, ...typed } = readToken(
          facility,
          request,
          (visit) => `/queue/visit/${visitPath(visit)}`,
        );
        if (found !== undefined) return h.redirect(found);
        const t = translator(request);
        const counts = queue.counts();
        const warnings = await earlyWarnings(facility, request);
        lookAtList(
          request,
          warnings.map(({ patient }) => patient),
          true,
        );
        const { whole } = request.query as Record<string, unknown>;
        const open = (visit: string): string => `/queue/visit/${visitPath(visit)}`;
        const panels = workflow.stations.map(({ id }) => ({
          ...callPanel(facility, id, request, {
            open,
            warnings: warningMarks(warnings),
            most: id === whole ? MOST_ROWS : FEW_ROWS,
            back: id === whole ? `/queue?whole=${id}#${id}` : `/queue#${id}`,
          }),
          counts: counts[id],
        }));
        const entries = queue.entries();
        return h
          .view('queue/board', {
            title: t('queue.title'),
            panels,
            warnings: warnings.map((one) => ({ ...one, href: open(one.visit) })),
            ...typed,
            total: entries.length,
            finished: entries.filter(({ state }) => state === 'finished').length,
            left: entries.filter(({ state }) => state === 'left').length,
            stuck: queue.stuck(facility.now()).length,
            refresh: 20,
            scripts: ['live.js'],
          })
          .code(status);
      },
    },
    {
      method: 'GET',
      path: '/queue/visit/{visit}',
      options: looks('view'),
      handler: async (request, h) => {
        const { queue, workflow } = facility;
        const t = translator(request);
        const language = languageOf(request);
        const entry = queue.entry(visitFromPath(request, facility.box));
        if (!entry) throw new FacilityError('not-found', 'No visit of today has this number.');
        look(request, entry.patient, entry.visit);
        const person = facility.patients.get(entry.patient);
        const [row] = queueRows(facility, request)([entry]);
        return h.view('queue/visit', {
          title: t('queue.visitTitle', { token: entry.token }),
          row,
          open: isOpen(entry),
          station: entry.station,
          stationName: stationName(workflow, entry.station, language),
          room: roomName(workflow, entry, language),
          position: queue.position(entry.visit),
          wait: queue.expectedWait(entry.visit),
          stays: entry.stays.map((stay) => ({
            name: stationName(workflow, stay.station, language),
            from: stay.enteredAt,
            to: stay.leftAt,
          })),
          person: person && {
            ...personLine(person, t, facility.today()),
            token: entry.token,
            priority: entry.priority,
          },
          others: workflow.stations
            .filter(({ id }) => id !== entry.station)
            .map(({ id, name }) => ({ value: id, label: name[language] })),
          travel: visitTravelWords(facility, await facility.loadVisit(entry.visit), language),
          key: visitPath(entry.visit),
          back: `/queue/visit/${visitPath(entry.visit)}`,
          once: emptyForm().once,
        });
      },
    },
  ];
}
