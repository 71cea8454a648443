import type { ServerRoute } from '@hapi/hapi';
import { lookAtList, looks } from '../../access/look.js';
import { istTime } from '../../../records/day.js';
import { formatDay } from '../../../templates/format-day.js';
import { cellText } from '../../../templates/print/report/cell-text.js';
import type { Facility } from '../../facility.js';
import { frameOf } from '../../frame-context.js';
import { languageOf, translator } from '../../language.js';
import { firstTrace } from '../../reports/first-trace.js';
import type { ReportDesk } from '../../reports/report-desk.js';
import { patientsOfVisits } from '../../reports/patients-of-visits.js';
import { traceLines } from '../../reports/trace-lines.js';
import { staffOf } from '../../session.js';
import { figuresMeant } from './figure-link.js';
import { maySeeNames, reportOfPath, SUMMARY_READERS } from './report-readers.js';

const LINES = 200;

/** `GET /reports/<id>/<period>/trace/<figure>`: the records that a figure counts. */
export function traceRoute(facility: Facility, desk: ReportDesk): ServerRoute {
  return {
    method: 'GET',
    path: '/reports/{id}/{period}/trace/{figure}',
    options: looks('view', ...SUMMARY_READERS),
    handler: async (request, h) => {
      const { id, title } = reportOfPath(desk, request);
      const t = translator(request);
      const language = languageOf(request);
      const { locale } = frameOf(request);
      const period = String(request.params['period']);
      const trace = await firstTrace(figuresMeant(String(request.params['figure'])), (figure) =>
        desk.trace(id, period, figure, language),
      );
      const pages = Math.max(1, Math.ceil(trace.records.length / LINES));
      const asked = Math.floor(Number((request.query as Record<string, unknown>)['rows'])) || 1;
      const page = Math.min(pages, Math.max(1, asked));
      const names = maySeeNames(staffOf(request).roles);
      const ids = trace.records.slice((page - 1) * LINES, page * LINES);
      const lines = await traceLines(facility, ids, { names });
      const open = lines.filter(({ closed, patient }) => patient !== undefined && !closed);
      const patients = await patientsOfVisits(
        facility,
        open.map((one) => one.id),
      );
      if (patients.length > 0) lookAtList(request, patients);
      return h.view('reports/trace', {
        title: `${trace.name}: ${cellText(trace.value)}`,
        name: trace.name,
        value: cellText(trace.value),
        report: title,
        count: trace.records.length,
        names,
        page,
        pages,
        back: `/reports/${id}/${encodeURIComponent(period)}`,
        lines: lines.map((line) => {
          const key = `reportPages.records.${line.type}`;
          return {
            ...line,
            what: locale.has(language, key) ? t(key) : line.type,
            when: `${formatDay(language, line.at)}, ${istTime(line.at)}`,
          };
        }),
      });
    },
  };
}
