import { FacilityError } from '../../records/facility-error.js';
import type { PatientId, VisitId } from '../../records/ids.js';
import { foldVisit, type VisitView } from '../../records/visit-fold.js';
import type { Facility } from '../facility.js';
import { visitsOfPerson } from '../one-person.js';

/** The person's visits, under any of their numbers, whose records are on this box, newest first, at most so many. */
export async function loadVisits(
  facility: Facility,
  patient: PatientId,
  most = Infinity,
): Promise<VisitView[]> {
  const ids = visitsOfPerson(facility, patient).slice(0, most);
  const views = await Promise.all(ids.map((id) => loadOne(facility, id)));
  return views.filter((view) => view !== null);
}

/** A visit at another facility may be known by name only: its records stay there. */
async function loadOne(facility: Facility, id: VisitId): Promise<VisitView | null> {
  try {
    return foldVisit(await facility.loadVisit(id));
  } catch (error) {
    if (error instanceof FacilityError && error.code === 'not-found') return null;
    throw error;
  }
}
