import type { Request } from '@hapi/hapi';
import type { Station } from '../../records/care.js';
import type { Workflow } from '../../records/workflow.js';
import type { Language } from '../../templates/locale.js';
import { readCookie } from '../session.js';

/** The room that this browser calls its patients to, where it is not the station's usual one. */
export function chosenRoom(request: Request, station: Station): string | undefined {
  const kept = readCookie(request, roomCookie(station));
  if (typeof kept !== 'string' || kept === '') return undefined;
  try {
    return decodeURIComponent(kept).slice(0, 40) || undefined;
  } catch {
    return undefined; // a cookie of another program, or half of one
  }
}

export function roomCookie(station: Station): string {
  return `nadi-room-${station}`;
}

/** The station's name; its code where the workflow no longer has it. */
export function stationName(workflow: Workflow, station: Station, language: Language): string {
  return workflow.stations.find(({ id }) => id === station)?.name[language] ?? station;
}

/** The room that a visit was called to, else the station's usual one. */
export function roomName(
  workflow: Workflow,
  { station, room }: { station: Station; room?: string | null | undefined },
  language: Language,
): string {
  return room ?? workflow.stations.find(({ id }) => id === station)?.room[language] ?? '';
}
