import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { reportPdf } from '../../../templates/print/report.js';
import { reportStream } from '../../../templates/print/report-stream.js';
import { areaPath, type Area } from '../../area.js';
import { childAsked } from '../figures/child-cells.js';
import { lastDay, queryOf } from '../figures/day-request.js';
import { tellingOf } from '../figures/telling-of.js';
import { areaInAddress, readAreaHead } from '../places/area-request.js';
import { webFrameOf, type CentreRoute } from '../web-frame.js';
import { packReport } from './pack-report.js';
import { packWeek } from './pack-week.js';
import { readPack } from './read-pack.js';

/** `GET /pack/10/203?week=2026-W47`: an area's weekly review pack, to be printed. */
export const packRoute: CentreRoute = {
  method: 'GET',
  path: '/pack/{area*}',
  access: { figures: areaInAddress },
  handler: sendPack,
};

async function sendPack(request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { place } = await readAreaHead(request, 'indicators');
  const frame = webFrameOf(request);
  const telling = tellingOf(request);
  const query = queryOf(request);
  const week = packWeek(query.get('week') ?? '', lastDay(request));
  const figures = await readPack(frame, place, week, childAsked(query, place));
  const report = packReport(telling, figures, await frame.places.book());
  const parts = reportPdf([report], {
    language: telling.language,
    printedBy: request.app.viewer?.name ?? '',
    printedAt: new Date(frame.now()).toISOString(),
  });
  return h
    .response(reportStream(parts))
    .type('application/pdf')
    .header('content-disposition', `inline; filename="${packFile(place.area, week.name)}.pdf"`);
}

/** `pack-10-203-2026-W47` */
export function packFile(area: Area, week: string): string {
  return `pack-${areaPath(area).replaceAll('/', '-')}-${week}`;
}
