import type { Request } from '@hapi/hapi';
import type { Station } from '../../records/care.js';
import type { VisitId } from '../../records/ids.js';
import { lookAtList } from '../access/look.js';
import type { QueueEntry } from '../../records/queue-entry.js';
import type { Facility } from '../facility.js';
import { emptyForm } from '../forms.js';
import { languageOf } from '../language.js';
import { queueRows, type QueueRow, type RowMark } from './queue/queue-row.js';
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
  /** a short word that a visit's row bears */
  marks?: ReadonlyMap<VisitId, RowMark>;
  /** what stands before it: somebody must come soon */
  warnings?: ReadonlyMap<VisitId, RowMark>;
}

const MOST_WAITING = 8;

/** Those who stand on a station's panel. */
export function onPanel({ queue }: Facility, station: Station, most = MOST_WAITING): QueueEntry[] {
  return [...queue.current(station), ...queue.waiting(station).slice(0, most), ...queue.held(station)];
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
  const rows = queueRows(facility, request, options.open, options.marks);
  const warned = (entries: readonly QueueEntry[]): QueueRow[] =>
    rows(entries).map((row) => {
      const warning = options.warnings?.get(row.visit);
      return warning ? { ...row, warning } : row;
    });
  const waiting = queue.waiting(station);
  lookAtList(
    request,
    onPanel(facility, station, options.most).map(({ patient }) => patient),
    true,
  );
  const room = chosenRoom(request, station);
  return {
    station,
    name: stationName(workflow, station, language),
    room: roomName(workflow, { station, room }, language),
    otherRoom: room ?? '',
    current: warned(queue.current(station)),
    waiting: warned(waiting.slice(0, options.most ?? MOST_WAITING)),
    waitingCount: waiting.length,
    held: warned(queue.held(station)),
    back: options.back ?? request.url.pathname + request.url.search,
    once: emptyForm().once,
  };
}
