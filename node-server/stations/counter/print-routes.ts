import type { ServerRoute } from '@hapi/hapi';
import { FacilityError } from '../../../records/facility-error.js';
import { opdSlip, type SlipData } from '../../../templates/print/opd-slip.js';
import { thermalSlipBytes, thermalSlipPdf } from '../../../templates/print/thermal-slip.js';
import { look, looks } from '../../access/look.js';
import { cookie } from '../../cookie.js';
import type { Facility } from '../../facility.js';
import { staffOf } from '../../session.js';
import { visitFromPath, visitPath } from '../visit-path.js';
import { PAPERS, PRINTER_COOKIE, type Paper } from './papers.js';
import type { PrintCount } from '../print-count.js';
import { slipPrint } from './slip-print.js';

const YEAR_MS = 365 * 86_400_000;

const PRINTERS: Record<Paper, (data: SlipData) => Promise<Buffer> | Buffer> = {
  a5: opdSlip,
  'thermal-58': (data) => thermalSlipPdf(data, 58),
  'thermal-80': (data) => thermalSlipPdf(data, 80),
  'escpos-58': (data) => thermalSlipBytes(data, 58),
  'escpos-80': (data) => thermalSlipBytes(data, 80),
};

/** `GET /counter/slip/20261121-042/a5`: the slip on paper. Each is counted, and says that it is a reprint. */
export function printRoute(facility: Facility, prints: PrintCount): ServerRoute {
  return {
    method: 'GET',
    path: '/counter/slip/{visit}/{paper}',
    options: looks('print'),
    handler: async (request, h) => {
      const visit = visitFromPath(request, facility.box);
      const paper = PAPERS.find((known) => known === request.params['paper']);
      const [record] = await facility.loadVisit(visit);
      if (!paper || record?.type !== 'visit') throw new FacilityError('not-found', 'There is no such slip.');
      look(request, record.patient, visit);
      const staff = staffOf(request);
      const reprint = await prints.add(visit, staff.id);
      const bytes = await PRINTERS[paper](slipPrint(facility, record, { reprint, printedBy: staff.name.hi }));
      const raw = paper.startsWith('escpos');
      const name = `slip-${visitPath(visit)}.${raw ? 'bin' : 'pdf'}`;
      return h
        .response(bytes)
        .type(raw ? 'application/octet-stream' : 'application/pdf')
        .header('content-disposition', `${raw ? 'attachment' : 'inline'}; filename="${name}"`)
        .state(PRINTER_COOKIE, paper, { ...cookie(request.server, YEAR_MS), encoding: 'none' });
    },
  };
}
