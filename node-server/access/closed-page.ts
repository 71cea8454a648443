import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { printedPatientId, type PatientId, type VisitId } from '../../records/ids.js';
import { maySee } from '../../records/restriction-fold.js';
import type { Facility } from '../facility.js';
import { translator } from '../language.js';
import { restrictionsOfPerson } from '../one-person.js';
import { staffOf } from '../session.js';
import { personLine } from '../stations/person-line.js';
import { look } from './look.js';
import { openedRecords } from './opened-records.js';

/** Whether who asks may read what stands in a visit of the patient, or with null in the record as a whole. */
export function sees(
  facility: Facility,
  request: Request,
  patient: PatientId,
  visit: VisitId | null,
): boolean {
  const restrictions = restrictionsOfPerson(facility, patient);
  if (restrictions.length === 0) return true;
  const opened = facility.links.idsOf(patient).some((id) => openedRecords(facility).isOpen(request, id));
  return maySee(restrictions, visit, { roles: staffOf(request).roles, opened });
}

/** Instead of a page that a restriction closes: that something stands here, and the way to open it with a reason. */
export function closedPage(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  patient: PatientId,
  visit: VisitId,
): ResponseObject {
  look(request, patient, visit);
  const t = translator(request);
  const person = facility.patients.get(patient);
  return h
    .view('access/closed', {
      title: t('access.restricted'),
      person: person && personLine(person, t, facility.today()),
      open: openPath(patient, request.path),
    })
    .code(403);
}

/** Where a record is opened with a reason; afterwards the page `back` is shown again. */
export function openPath(patient: PatientId, back: string): string {
  return `/emergency/${printedPatientId(patient)}?reason=1&back=${encodeURIComponent(back)}`;
}
