import type { Request } from '@hapi/hapi';
import type { Station } from '../../records/care.js';
import type { VisitId } from '../../records/ids.js';
import { lookAtList } from '../access/look.js';
import type { Facility } from '../facility.js';
import { emptyForm } from '../forms.js';
import { languageOf, translator } from '../language.js';
import { queueRows, type QueueRow } from './queue/queue-row.js';
import { chosenRoom, roomName, stationName } from './station-room.js';

/** What the partial `call-panel` shows: whom this station serves, who waits, whom it holds. */
export interface CallPanel {
  station: Station;
  name: string;
  /** where this browser's patients are called to */
  room: string;
  /** the same, empty where it is the station's usual one */
  otherRoom: string;
  current: QueueRow[];
  /** in the order in which they will be called; the first few */
  waiting: QueueRow[];
  /** how many wait in all */
  waitingCount: number;
  held: QueueRow[];
  /** the page that a move comes back to */
  back: string;
  once: string;
}

export interface CallPanelOptions {
  /** the station's own page of a visit, which its token then links to */
  open?: (visit: VisitId) => string;
  /** the present page where absent */
  back?: string;
  /** waiting ones that are shown; 8 where absent */
  most?: number;
}

/**
 * The panel on top of a station's page: give it to the view as `panel`, and write `<%~ partial('call-panel') %>`.
 * Its forms go to `POST /queue/move`, which comes back to the page.
 */
export function callPanel(
  facility: Facility,
  station: Station,
  request: Request,
  options: CallPanelOptions = {},
): CallPanel {
  const { queue, workflow } = facility;
  const language = languageOf(request);
  const rows = queueRows(facility, translator(request), options.open);
  const waiting = queue.waiting(station);
  const shown = [...queue.current(station), ...waiting.slice(0, options.most ?? 8), ...queue.held(station)];
  lookAtList(
    request,
    shown.map(({ patient }) => patient),
    true,
  );
  const room = chosenRoom(request, station);
  return {
    station,
    name: stationName(workflow, station, language),
    room: roomName(workflow, { station, room }, language),
    otherRoom: room ?? '',
    current: rows(queue.current(station)),
    waiting: rows(waiting.slice(0, options.most ?? 8)),
    waitingCount: waiting.length,
    held: rows(queue.held(station)),
    back: options.back ?? request.url.pathname + request.url.search,
    once: emptyForm().once,
  };
}
