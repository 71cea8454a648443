import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import { FacilityError, type FieldError } from '../../../records/facility-error.js';
import { readPeriod } from '../../../records/reports/report-period.js';
import { showsNobody } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { frameOf } from '../../frame-context.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import type { ListedReport } from '../../reports/list-reports.js';
import type { ReportDesk } from '../../reports/report-desk.js';
import { staffOf } from '../../session.js';
import { periodPath } from './period-path.js';
import { mayRead, reportOfPath } from './report-readers.js';

/** What stood wrong in one report's period. */
interface Wrong {
  id: string;
  typed: { period: string; from: string; to: string };
  errors: FieldError[];
}

/** `GET /reports`: what there is, each with its period to choose; `GET /reports/<id>?period=` goes to it. */
export function listRoutes(facility: Facility, desk: ReportDesk): ServerRoute[] {
  return [
    {
      method: 'GET',
      path: '/reports',
      options: showsNobody('names of reports'),
      handler: (request, h) => showList(facility, desk, request, h),
    },
    {
      method: 'GET',
      path: '/reports/{id}',
      options: showsNobody('leads on to a report'),
      handler: (request, h) => {
        const report = reportOfPath(desk, request);
        if (report.period === 'patient')
          return redirectWithNotice(request, h, '/reports', 'reportPages.fromPatient');
        const typed = typedIn(request);
        try {
          const text = report.period === 'range' && typed.from ? `${typed.from}..${typed.to}` : typed.period;
          const period = readPeriod(report.period, text, facility.today());
          return h.redirect(`/reports/${report.id}/${periodPath(report.period, period)}`);
        } catch (error) {
          if (!(error instanceof FacilityError) || error.code !== 'bad-input') throw error;
          return showList(facility, desk, request, h, { id: report.id, typed, errors: error.fields }).code(
            400,
          );
        }
      },
    },
  ];
}

function typedIn(request: Request): Wrong['typed'] {
  const { period, from, to } = request.query as Record<string, unknown>;
  const text = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 40) : '');
  return { period: text(period), from: text(from), to: text(to) };
}

function showList(
  facility: Facility,
  desk: ReportDesk,
  request: Request,
  h: ResponseToolkit,
  wrong?: Wrong,
): ResponseObject {
  const t = translator(request);
  const language = languageOf(request);
  const { locale } = frameOf(request);
  const { roles } = staffOf(request);
  const today = facility.today();
  const shown = desk.list(language).filter((one) => one.period !== 'patient' && mayRead(roles, one));
  const reports = shown.map((one) => {
    const about = `reportPages.about.${one.id}`;
    const mine = wrong?.id === one.id ? wrong : undefined;
    const { period: typed, from, to } = mine?.typed ?? usual(one, today);
    return {
      ...one,
      about: locale.has(language, about) ? t(about) : '',
      typed,
      from,
      to,
      error: mine?.errors[0]
        ? errorText(mine.errors[0], t, locale.has(language, `fieldErrors.${mine.errors[0].code}`))
        : '',
    };
  });
  return h.view('reports/list', { title: t('stations.reports.name'), reports });
}

function errorText(
  { code, params }: FieldError,
  t: ReturnType<typeof translator>,
  hasWords: boolean,
): string {
  return hasWords ? t(`fieldErrors.${code}`, params) : t('reportPages.wrongPeriod');
}

/** What a period field shows at first: today, or the last whole week or month. */
function usual({ period }: ListedReport, today: string): Wrong['typed'] {
  const span = readPeriod(period, '', today);
  const [from = '', to = ''] = periodPath('range', span).split('..');
  return { period: periodPath(period, span), from, to };
}
