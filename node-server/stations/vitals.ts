import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { formatDay } from '../../templates/format-day.js';
import { FacilityError } from '../../records/facility-error.js';
import type { VisitId } from '../../records/ids.js';
import { closedPage } from '../access/closed-page.js';
import { looks } from '../access/look.js';
import type { Facility } from '../facility.js';
import type { StationPages } from '../frame-context.js';
import { emptyForm, readForm, saveOnce, showForm, type FormView } from '../forms.js';
import { languageOf } from '../language.js';
import { redirectWithNotice } from '../notice.js';
import { staffOf } from '../session.js';
import { callPanel } from './call-panel.js';
import { stationName } from './station-room.js';
import { readToken } from './read-token.js';
import { visitFromPath, visitPath } from './visit-path.js';
import { afterVitals, vitalsPage } from './vitals/vitals-page.js';
import { isEmpty, judgeVitals, vitalsFields, vitalsSchema, type TypedVitals } from './vitals/vitals-form.js';
import { saveVitals } from './vitals/save-vitals.js';
import { whoseVitals } from './vitals/vitals-view.js';

/** The nurse's station: who comes next, and the form of a patient's vitals. */
export function vitalsPages(facility: Facility): StationPages {
  /** what the thermometer at each device showed last, or each nurse's where devices are not paired */
  const units = new Map<string, 'C' | 'F'>();
  return {
    name: 'vitals',
    path: '/vitals',
    roles: ['nurse', 'doctor', 'incharge'],
    routes: [
      {
        method: 'GET',
        path: '/vitals',
        options: looks('view'),
        handler: (request, h) => showQueue(facility, request, h),
      },
      {
        method: 'GET',
        path: '/vitals/{visit}',
        options: looks('view'),
        handler: async (request, h) => {
          const visit = visitFromPath(request, facility.box);
          const page = await vitalsPage(facility, request, visit);
          if (page.restricted) return closedPage(facility, request, h, page.patientId, visit);
          const form = emptyForm({
            temperatureUnit: units.get(thermometerOf(request)) ?? 'F',
            pregnant: page.knownPregnant ? 'yes' : '',
            seen: String(page.seen),
          });
          return h.view('vitals/form', { ...page, form });
        },
      },
      {
        method: 'POST',
        path: '/vitals/{visit}',
        options: looks('view'),
        handler: (request, h) => {
          const visit = visitFromPath(request, facility.box);
          return takeForm(facility, request, h, visit, units);
        },
      },
    ],
  };
}

function thermometerOf(request: Request): string {
  return request.app.device ?? staffOf(request).id;
}

async function showQueue(facility: Facility, request: Request, h: ResponseToolkit): Promise<ResponseObject> {
  const { found, status, ...typed } = readToken(facility, request, (visit) => `/vitals/${visitPath(visit)}`);
  if (found !== undefined) return h.redirect(found);
  return h
    .view('vitals/queue', {
      panel: callPanel(facility, 'vitals', request, {
        open: (visit) => `/vitals/${visitPath(visit)}`,
        back: '/vitals',
      }),
      after: await afterVitals(facility, request),
      ...typed,
      refresh: 20,
      scripts: ['live.js'],
    })
    .code(status);
}

async function takeForm(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  visit: VisitId,
  units: Map<string, 'C' | 'F'>,
): Promise<ResponseObject> {
  const page = await vitalsPage(facility, request, visit);
  if (page.restricted) return closedPage(facility, request, h, page.patientId, visit);
  const { vitals: reference } = facility.reference;
  const reading = readForm<TypedVitals>(request, vitalsSchema(reference));
  const { form } = reading;
  const typed = reading.ok ? reading.values : reading.sound;
  if (typed === null) return showForm(h, 'vitals/form', form, page);
  const today = facility.today();
  const pregnant = page.askPregnant && (typed.pregnant ?? false);
  const judged = judgeVitals(typed, reference, {
    ...whoseVitals(page.demographics, today, pregnant),
    ...{ earlier: page.last, today, sayDay: (day) => formatDay(languageOf(request), day) },
  });
  if (!reading.ok || judged.errors.length > 0) {
    return showForm(h, 'vitals/form', form, { ...page, questions: judged.questions }, judged.errors);
  }
  const staff = staffOf(request);
  const values = { ...reading.values, pregnant };
  units.set(thermometerOf(request), values.temperatureUnit);
  const empty = isEmpty(judged, values);
  if (empty && values.action !== 'pass') {
    return showForm(h, 'vitals/form', form, page, [{ field: 'temperatureC', code: 'vitals.empty' }]);
  }
  try {
    const measured = empty ? null : vitalsFields(judged, values);
    const { to } = await saveOnce(request, form, () =>
      saveVitals(facility, staff.id, visit, { measured, seen: values.seen }),
    );
    const words = to === null ? 'added' : measured ? 'savedTo' : 'passedTo';
    const station =
      to === null || to === 'finish' ? '' : stationName(facility.workflow, to, languageOf(request));
    return redirectWithNotice(request, h, `/vitals?saved=${visitPath(visit)}`, `vitals.${words}`, {
      token: page.token,
      to: station,
    });
  } catch (error) {
    return showConflict(facility, request, h, visit, form, error);
  }
}

/** Somebody else was first: the form stays, with what they wrote beside it. Anything else goes the usual way. */
async function showConflict(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  visit: VisitId,
  form: FormView,
  error: unknown,
): Promise<ResponseObject> {
  if (!(error instanceof FacilityError) || error.params['outcome'] !== 'measured-meanwhile') throw error;
  const page = await vitalsPage(facility, request, visit);
  if (page.closed) throw error;
  const values = { ...form.values, seen: String(page.seen) };
  const errors = [{ field: 'seen', code: 'vitals.meanwhile' }];
  return showForm(h, 'vitals/form', { ...form, values }, page, errors);
}
