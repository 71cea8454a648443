import type { Request, ServerRoute } from '@hapi/hapi';
import type { PatientId, VisitId } from '../../../records/ids.js';
import { foldVisit } from '../../../records/visit-fold.js';
import { watchCritical } from '../../../records/critical-watch.js';
import { lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { languageOf, translator } from '../../language.js';
import { staffOf } from '../../session.js';
import type { OpenWork } from '../open-work.js';
import { visitFromPath, visitPath } from '../visit-path.js';
import { criticalList } from './critical-list.js';

/** The page that is open, as its strip asks for itself anew. */
export interface WatchedPage {
  visit: VisitId;
  patient: PatientId;
  /** number of the latest critical result that stands on the page */
  shownUpTo: number;
  /** a form stands on it, whose words a link must not lose */
  form: boolean;
}

/** The strip above a consultation: the critical result to know of now, and how many wait besides. */
export async function criticalWatch(
  facility: Facility,
  critical: OpenWork,
  request: Request,
  { visit, patient, shownUpTo, form }: WatchedPage,
) {
  const ids = facility.links.idsOf(patient);
  const rows = await criticalList(facility, critical, languageOf(request), translator(request));
  const waiting = rows.map((row) => ({ ...row, here: ids.includes(row.patient) }));
  const { told, others } = watchCritical(waiting, { doctor: staffOf(request).id, shownUpTo });
  if (told) lookAtList(request, [told.patient], true);
  const action = `/doctor/${visitPath(visit)}`;
  return {
    told,
    others,
    action,
    form,
    source: `${action}/critical?shown=${shownUpTo}${form ? '&form=yes' : ''}`,
  };
}

/** `GET /doctor/20261121-042/critical`: the strip alone, for a page that stays open. */
export function criticalWatchRoute(facility: Facility, critical: OpenWork): ServerRoute {
  return {
    method: 'GET',
    path: '/doctor/{visit}/critical',
    options: looks('view'),
    handler: async (request, h) => {
      const visit = visitFromPath(request, facility.box);
      const { patient } = foldVisit(await facility.loadVisit(visit));
      const { shown, form } = request.query as Record<string, unknown>;
      const watch = await criticalWatch(facility, critical, request, {
        ...{ visit, patient, form: form === 'yes' },
        shownUpTo: Number(shown) || 0,
      });
      return h.view('doctor/watch', { watch });
    },
  };
}
