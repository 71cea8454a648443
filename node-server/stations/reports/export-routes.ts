import type { Request, ServerRoute } from '@hapi/hapi';
import type { Report } from '../../../records/report.js';
import { reportCsv } from '../../../records/reports/report-csv.js';
import { reportPdf } from '../../../templates/print/report.js';
import { reportStream } from '../../../templates/print/report-stream.js';
import { looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { languageOf } from '../../language.js';
import { lookAtReport } from '../../reports/look-at-report.js';
import type { ReportDesk } from '../../reports/report-desk.js';
import { staffOf } from '../../session.js';
import { reportOfPath, SUMMARY_READERS } from './report-readers.js';

/** `GET /reports/<id>/<period>/print` and `…/csv`: the report on paper, and for a spreadsheet. */
export function exportRoutes(facility: Facility, desk: ReportDesk): ServerRoute[] {
  const build = async (request: Request): Promise<Report> => {
    const listed = reportOfPath(desk, request);
    const period = String(request.params['period']);
    const report = await desk.build(listed.id, period, languageOf(request));
    await lookAtReport(request, facility, listed, period, report);
    return report;
  };
  return [
    {
      method: 'GET',
      path: '/reports/{id}/{period}/print',
      options: looks('print', ...SUMMARY_READERS),
      handler: async (request, h) => {
        const report = await build(request);
        const language = languageOf(request);
        const parts = reportPdf([report], {
          language,
          printedBy: staffOf(request).name[language],
          printedAt: new Date(facility.now()).toISOString(),
          linkOf: (one, hash) =>
            reportAddress(request.url.origin, one, String(request.params['period']), hash),
        });
        return h
          .response(reportStream(parts))
          .type('application/pdf')
          .header('content-disposition', `inline; filename="${fileName(request, 'pdf')}"`);
      },
    },
    {
      method: 'GET',
      path: '/reports/{id}/{period}/csv',
      options: looks('export', ...SUMMARY_READERS),
      handler: async (request, h) =>
        h
          .response(reportCsv(await build(request)))
          .type('text/csv')
          .header('content-disposition', `attachment; filename="${fileName(request, 'csv')}"`),
    },
  ];
}

/** What a printed report's QR names: its page on the LAN, which says whether the figures are still those. */
export function reportAddress(origin: string, { id }: Report, period: string, hash: string): string {
  return `${origin}/reports/${id}/${encodeURIComponent(period)}?figures=${hash}`;
}

function fileName(request: Request, ending: string): string {
  const name = `${String(request.params['id'])}-${String(request.params['period'])}`;
  return `${name.replace(/[^\w.-]+/g, '-')}.${ending}`;
}
