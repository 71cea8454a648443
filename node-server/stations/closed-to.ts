import type { Request } from '@hapi/hapi';
import { stationNeeds } from '../../records/station-need.js';
import type { VisitView } from '../../records/visit-fold.js';
import { sees } from '../access/closed-page.js';
import type { Facility } from '../facility.js';
import { staffOf } from '../session.js';

/** Whether a restriction closes a visit to who asks at a station, and the station has no work in it. */
export function closedTo(
  station: Parameters<typeof stationNeeds>[0] | null,
  facility: Facility,
  request: Request,
  view: VisitView,
): boolean {
  if (sees(facility, request, view.patient, view.id)) return false;
  const who = { by: staffOf(request).id, today: facility.today() };
  return station === null || !stationNeeds(station, view, who);
}
