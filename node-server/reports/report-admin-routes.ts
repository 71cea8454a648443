import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { FacilityError } from '../../records/facility-error.js';
import type { Trace } from '../../records/report.js';
import type { Language, Locale } from '../../templates/locale.js';
import { answerJob } from '../admin/answer-job.js';
import type { Facility } from '../facility.js';
import { reportAddress } from '../stations/reports/export-routes.js';

import { figuresMeant } from '../stations/reports/figure-link.js';
import { periodPath } from '../stations/reports/period-path.js';
import { firstTrace } from './first-trace.js';
import type { ListedReport } from './list-reports.js';
import { printReports, type PrintOrder } from './print-reports.js';
import type { ReportDesk } from './report-desk.js';
import { traceLines, type TraceLine } from './trace-lines.js';

export interface ReportAdminOptions {
  facility: Facility;
  desk: ReportDesk;
  locale: Locale;
  /** of the LAN pages, the first one goes into the QR; asked when a report is printed */
  addresses: () => string[];
  onError: (error: unknown) => void;
}

export interface ReportList {
  reports: ListedReport[];
}

export interface TraceAnswer {
  trace: Trace;
  lines: TraceLine[];
}

const word = Joi.string().trim().max(120);
const language = Joi.string().valid('hi', 'en').required();
const orderSchema = Joi.object<PrintOrder>({
  reports: Joi.array().items(word.required()).min(1).max(20).required(),
  period: word.allow('').required(),
  format: Joi.string().valid('pdf', 'csv', 'json').required(),
  language,
});
const traceSchema = Joi.object<{ report: string; period: string; figure: string; language: Language }>({
  report: word.required(),
  period: word.allow('').required(),
  figure: word.required(),
  language,
});

/** The reports over the admin socket: whoever may open it may read them all. */
export function reportAdminRoutes(options: ReportAdminOptions): ServerRoute[] {
  const { facility, desk, locale, onError } = options;
  return [
    {
      method: 'GET',
      path: '/reports',
      handler: (request): ReportList => ({
        reports: desk.list(request.query['language'] === 'en' ? 'en' : 'hi'),
      }),
    },
    {
      method: 'POST',
      path: '/reports/print',
      handler: (request, h) => {
        const order = read(orderSchema, request.payload);
        const job = printReports(desk, order, {
          printedBy: locale.translate(order.language, 'roles.operator'),
          printedAt: new Date(facility.now()).toISOString(),
          linkOf: (report, hash) => {
            const [origin] = options.addresses().toReversed();
            const kind = desk.list(order.language).find(({ id }) => id === report.id)?.period ?? 'range';
            const path = kind === 'patient' ? order.period : periodPath(kind, report.period);
            return origin && reportAddress(origin, report, path, hash);
          },
        });
        return answerJob(request, h, job, onError);
      },
    },
    {
      method: 'POST',
      path: '/reports/trace',
      handler: async (request): Promise<TraceAnswer> => {
        const asked = read(traceSchema, request.payload);
        const trace = await firstTrace(figuresMeant(asked.figure), (figure) =>
          desk.trace(asked.report, asked.period, figure, asked.language),
        );
        return { trace, lines: await traceLines(facility, trace.records, { names: true }) };
      },
    },
  ];
}

function read<T>(schema: Joi.ObjectSchema<T>, payload: unknown): T {
  const checked = schema.required().validate(payload);
  if (checked.error === undefined) return checked.value;
  const field = String(checked.error.details[0]?.path[0] ?? 'reports');
  throw new FacilityError('bad-input', `not accepted: ${field}`, { fields: [{ field, code: 'notValid' }] });
}
