import type { ServerRoute } from '@hapi/hapi';
import { istTime, type Day } from '../../records/day.js';
import type { Station } from '../../records/care.js';
import type { QueueEntry } from '../../records/queue-entry.js';
import type { Facility } from '../facility.js';
import type { StationPages } from '../frame-context.js';
import { frameOf } from '../frame-context.js';
import { liveFeed } from './live-feed.js';

/** Calls that a station's line has room for, and tokens that wait behind them. */
const MOST_CALLS = 2;
const MOST_NEXT = 4;
/** of three digits or more */
const MOST_LONG_NEXT = 3;

/** The waiting room's screen, open to all: tokens and rooms, never a name. */
export function displayPages(facility: Facility): StationPages {
  const open = {
    plugins: { nadi: { open: true, exempt: 'tokens and rooms, never a name' }, crumb: false },
  } as const;
  const routes: ServerRoute[] = [
    {
      method: 'GET',
      path: '/display',
      options: open,
      handler: (request, h) => {
        const { locale } = frameOf(request);
        return h.view('display', {
          hi: locale.in('hi'),
          en: locale.in('en'),
          facilityNames: facility.profile().name,
          stations: facility.workflow.stations.map(({ id, name, room }) => ({
            id,
            name,
            calls: facility.queue
              .current(id)
              .slice(0, MOST_CALLS)
              .map((entry) => shownCall(entry, room, facility.today())),
            next: nextTokens(facility, id),
          })),
          clock: istTime(facility.now()),
        });
      },
    },
    {
      method: 'GET',
      path: '/display/events',
      options: open,
      handler: (request, h) => liveFeed(facility).open(request, h),
    },
  ];
  return {
    name: 'display',
    path: '/display',
    roles: ['clerk', 'nurse', 'doctor', 'lab', 'pharmacist', 'incharge', 'operator'],
    routes,
  };
}

function shownCall(entry: QueueEntry, room: { hi: string; en: string }, today: Day) {
  return {
    token: entry.token,
    yesterdays: entry.day !== today,
    hi: entry.room ?? room.hi,
    en: entry.room ?? room.en,
    /** differs for each call and recall, so that a screen announces each once */
    key: `${entry.visit}#${entry.station}#${entry.calls}`,
  };
}

/** Today's only: a bare number says nothing of its day. */
function nextTokens(facility: Facility, station: Station): number[] {
  const tokens = facility.queue
    .waiting(station)
    .filter(({ day }) => day === facility.today())
    .slice(0, MOST_NEXT)
    .map(({ token }) => token);
  return tokens.slice(0, tokens.some((token) => token > 99) ? MOST_LONG_NEXT : MOST_NEXT);
}
