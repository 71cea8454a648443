import type { ServerRoute } from '@hapi/hapi';
import type { VisitView } from '../../../records/visit-fold.js';
import { lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { translator } from '../../language.js';
import { callPanel, onPanel } from '../call-panel.js';
import { closedTo } from '../closed-to.js';
import { isAt } from '../is-at.js';
import type { OpenWork } from '../open-work.js';
import { ageAndSex } from '../person-line.js';
import { readToken } from '../read-token.js';
import { visitPath } from '../visit-path.js';
import { allergyMarks } from './allergy-marks.js';

/** Whether the patient is to come back for the rest: the visit stays open, held at the pharmacy, for days. */
export function comesBack(view: VisitView): boolean {
  return view.openLines > 0 && view.state === 'held' && isAt(view, 'pharmacy');
}

/** `GET /pharmacy`: whose turn it is, and who still has medicine to fetch. */
export function counterRoute(facility: Facility, openLines: OpenWork): ServerRoute {
  return {
    method: 'GET',
    path: '/pharmacy',
    options: looks('view'),
    handler: async (request, h) => {
      const { found, status, ...typed } = readToken(
        facility,
        request,
        (visit) => `/pharmacy/${visitPath(visit)}`,
      );
      if (found !== undefined) return h.redirect(found);
      const t = translator(request);
      const today = facility.today();
      const open = await openLines.list();
      const onPage = [
        ...onPanel(facility, 'pharmacy').map(({ visit }) => visit),
        ...open.map(({ id }) => id),
      ];
      const mayKnow = (view: VisitView) => !closedTo('pharmacy', facility, request, view);
      const marks = await allergyMarks(facility, [...new Set(onPage)], mayKnow, t);
      lookAtList(
        request,
        open.map(({ patient }) => patient),
        true,
      );
      const rows = open.map((view) => {
        const person = facility.patients.get(view.patient);
        return {
          key: visitPath(view.id),
          token: view.token,
          day: view.day,
          today: view.day === today,
          name: person?.name ?? t('person.unknown'),
          ageSex: person ? ageAndSex(person, t, today) : '',
          lines: view.openLines,
          mark: marks.get(view.id),
        };
      });
      return h
        .view('pharmacy/counter', {
          panel: callPanel(facility, 'pharmacy', request, {
            open: (visit) => `/pharmacy/${visitPath(visit)}`,
            back: '/pharmacy',
            marks,
          }),
          rows: rows.reverse(),
          ...typed,
          refresh: 30,
          scripts: ['live.js'],
        })
        .code(status);
    },
  };
}
