import type { ServerRoute } from '@hapi/hapi';
import type { Station } from '../../../records/care.js';
import { foldVisit, type VisitView } from '../../../records/visit-fold.js';
import { lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { languageOf, translator } from '../../language.js';
import { callPanel } from '../call-panel.js';
import { isAt } from '../is-at.js';
import type { OpenWork } from '../open-work.js';
import { ageAndSex } from '../person-line.js';
import { readToken } from '../read-token.js';
import { visitPath } from '../visit-path.js';
import { stationName } from '../station-room.js';

const STATION: Station = 'lab';

/** `GET /lab`: whom the lab serves, and every test that waits for its result, also of patients who went on. */
export function worklistRoute(facility: Facility, openOrders: OpenWork): ServerRoute {
  return {
    method: 'GET',
    path: '/lab',
    options: looks('view'),
    handler: async (request, h) => {
      const language = languageOf(request);
      const t = translator(request);
      const { workflow, patients, reference } = facility;
      const { found, status, ...typed } = readToken(facility, request, (visit) => `/lab/${visitPath(visit)}`);
      if (found !== undefined) return h.redirect(found);

      const today = facility.today();
      const row = (view: VisitView) => {
        const person = patients.get(view.patient);
        const open = view.labOrders.filter(({ complete }) => !complete);
        const all = view.labOrders.flatMap(({ tests }) => tests);
        return {
          key: visitPath(view.id),
          token: view.token,
          day: view.day === today ? '' : view.day,
          name: person?.name ?? t('person.unknown'),
          ageSex: person ? ageAndSex(person, t, today) : '',
          urgent: open.some(({ order }) => order.urgent),
          here: isAt(view, STATION),
          where: isAt(view, view.station) ? stationName(workflow, view.station, language) : t('lab.gone'),
          at: open[0]?.order.at ?? view.visit.at,
          open: view.openTests.map((code) => reference.labTests.get(code)?.name[language] ?? code),
          done: all.filter(({ result }) => result !== null).length,
          total: all.length,
          critical: view.unacknowledged.length,
        };
      };
      const open = await openOrders.list();
      const rows = open
        .map(row)
        .sort(
          (a, b) =>
            Number(b.urgent) - Number(a.urgent) || Number(b.here) - Number(a.here) || (a.at < b.at ? -1 : 1),
        );
      const tested = await testedToday(facility);
      lookAtList(
        request,
        [...open, ...tested].map(({ patient }) => patient),
        true,
      );
      return h
        .view('lab/worklist', {
          title: t('stations.lab.name'),
          panel: callPanel(facility, STATION, request, { open: (visit) => `/lab/${visitPath(visit)}` }),
          rows,
          ready: tested.map(row),
          ...typed,
          refresh: 30,
          scripts: ['live.js'],
        })
        .code(status);
    },
  };
}

/** Visits at hand with all their results, the latest first. */
async function testedToday(facility: Facility): Promise<VisitView[]> {
  const { queue } = facility;
  const visits = [...queue.carried(), ...queue.entries()].filter(({ stays }) =>
    stays.some(({ station }) => station === STATION),
  );
  const views = await Promise.all(
    visits.map(async ({ visit }) => foldVisit(await facility.loadVisit(visit))),
  );
  return views.filter(({ labOrders, openTests }) => labOrders.length > 0 && openTests.length === 0).reverse();
}
