import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import { HISTORY_ROUTE } from '../../../records/history/history-grounds.js';
import { patientOf, printedPatientId, type PatientId } from '../../../records/ids.js';
import { lookIndex } from '../../access/look-index.js';
import { looks, showsNobody } from '../../access/look.js';
import { openedRecords } from '../../access/opened-records.js';
import { reasonText } from '../../access/reason-fields.js';
import type { Facility } from '../../facility.js';
import { emptyForm, readForm, saveOnce, type FormView } from '../../forms.js';
import { draftLook } from '../../history/draft-look.js';
import type { HistoryDesk } from '../../history/history-desk.js';
import { redirectWithNotice } from '../../notice.js';
import { staffOf } from '../../session.js';
import { issueSlip } from '../counter/issue-slip.js';
import { visitPath } from '../visit-path.js';
import { comparedNumber } from './compared-number.js';
import { consentFields, consentForm, reasonForm } from './history-forms.js';
import { historyPage } from './history-page.js';
import { historyStanding } from './history-standing.js';
import { keptPerson } from '../../history/kept-person.js';
import { patientOfPath } from './patient-of-path.js';

/** A usual history is here by then, in milliseconds; else the page says how far it is. */
const WAIT_MS = 2_500;
/** Of one patient, where the reason stands with which somebody opened the record. */
const LOOKS_BACK = 200;
const LOOK = { route: HISTORY_ROUTE };

/**
 * `/history/BR1042-004217-K`: what other facilities know of a patient. Who asks writes the look, and what the patient
 * said or the reason, into this box's ledger first; then the centre is asked.
 */
export function historyRoutes(facility: Facility, desk: HistoryDesk): ServerRoute[] {
  const show = (request: Request, h: ResponseToolkit, form?: FormView, which?: 'consent' | 'reason') =>
    historyPage(facility, desk, request, h, { form: form ?? emptyForm(), which });

  return [
    {
      method: 'GET',
      path: HISTORY_ROUTE,
      options: looks('view'),
      handler: (request, h) => show(request, h),
    },
    {
      method: 'POST',
      path: HISTORY_ROUTE,
      options: looks('view'),
      handler: async (request, h) => {
        const patient = patientOfPath(request);
        const reading = readForm(request, consentForm);
        if (!reading.ok || (await isDoubted(request))) return show(request, h, reading.form, 'consent');
        const fields = consentFields(reading.values, facility.today());
        const shown = await saveOnce(request, reading.form, (once) =>
          facility.append({ by: staffOf(request).id, once }, (draft) => {
            const consent = draft.patientPart(patient, 'consent', fields);
            // Nothing is asked, so nothing is looked at.
            return fields.given
              ? [consent._id, draftLook(draft, request, patient, { ...LOOK, consent: consent._id })._id]
              : [];
          }),
        );
        if (!fields.given) return redirectWithNotice(request, h, pathOf(patient), 'history.refused');
        const { until, scope = [] } = fields;
        return ask(h, { patient, shown, scope, ...(until === undefined ? {} : { until }) });
      },
    },
    {
      method: 'POST',
      path: `${HISTORY_ROUTE}/open`,
      // As every break-glass: see docs/adr/0015-trust.md.
      options: { plugins: { nadi: { looks: 'view', pin: 'always' } } },
      handler: async (request, h) => {
        const patient = patientOfPath(request);
        const reading = readForm(request, reasonForm);
        if (!reading.ok || (await isDoubted(request))) return show(request, h, reading.form, 'reason');
        const reason = reasonText(reading.values);
        const shown = await saveOnce(request, reading.form, (once) =>
          facility.append({ by: staffOf(request).id, once }, (draft) => [
            draftLook(draft, request, patient, { ...LOOK, reason })._id,
          ]),
        );
        openedRecords(facility).open(request, patient);
        return ask(h, { patient, shown, scope: null });
      },
    },
    {
      method: 'POST',
      path: `${HISTORY_ROUTE}/same-person`,
      options: showsNobody('leads back'),
      handler: async (request, h) => {
        const patient = patientOfPath(request);
        const { check, isDoubted } = await comparedNumber(facility, request, patient, true);
        const differs = check?.differs ?? [];
        if (isDoubted) {
          await facility.append({ by: staffOf(request).id }, (draft) =>
            draftLook(draft, request, patient, { route: request.route.path, differs }),
          );
        }
        return redirectWithNotice(request, h, pathOf(patient), 'number.compared');
      },
    },
    {
      method: 'POST',
      path: `${HISTORY_ROUTE}/again`,
      options: showsNobody('leads back'),
      handler: async (request, h) => {
        const patient = patientOfPath(request);
        const { consent, opened } = await historyStanding(facility, desk, request, patient);
        const grounds = consent
          ? { consent: consent._id }
          : opened
            ? await givenReason(request, patient)
            : null;
        if (!grounds || (await isDoubted(request))) return h.redirect(pathOf(patient));
        const shown = await facility.append({ by: staffOf(request).id }, (draft) => [
          ...(consent ? [consent._id] : []),
          draftLook(draft, request, patient, { ...LOOK, ...grounds })._id,
        ]);
        const { until } = consent ?? {};
        const scope = consent ? (consent.scope ?? []) : null;
        return ask(h, { patient, shown, scope, ...(until === undefined ? {} : { until }) });
      },
    },
    {
      method: 'POST',
      path: `${HISTORY_ROUTE}/register`,
      options: showsNobody('leads to the slip', 'clerk', 'incharge'),
      handler: async (request, h) => {
        const patient = patientOfPath(request);
        const { consent, opened } = await historyStanding(facility, desk, request, patient);
        const kept = consent || opened ? await desk.kept(patient) : null;
        const person = kept && keptPerson(patient, kept.records);
        if (!person) return h.redirect(`/counter/new?q=${printedPatientId(patient)}`);
        const by = staffOf(request).id;
        await facility.append({ by }, (draft) => {
          if (!facility.patients.get(patient))
            draft.patientPart(patient, 'patient-amendment', { set: person.demographics });
        });
        const { visit, standing } = await issueSlip(facility, { by }, patient);
        const notice = standing ? 'counter.alreadyHas' : 'counter.issued';
        return redirectWithNotice(request, h, `/counter/slip/${visitPath(visit)}`, notice);
      },
    },
    {
      method: 'POST',
      path: `${HISTORY_ROUTE}/stop`,
      options: showsNobody('leads back'),
      handler: async (request, h) => {
        const patient = patientOfPath(request);
        await desk.stop(patient);
        return redirectWithNotice(request, h, pathOf(patient), 'history.stopped');
      },
    },
    {
      method: 'POST',
      path: `${HISTORY_ROUTE}/withdraw`,
      options: showsNobody('leads back'),
      handler: async (request, h) => {
        const patient = patientOfPath(request);
        const { consent } = await historyStanding(facility, desk, request, patient);
        if (consent) {
          await facility.append({ by: staffOf(request).id }, (draft) => {
            const { purpose, mode } = consent;
            const whose = patientOf(consent._id);
            draft.patientPart(whose, 'consent', { purpose, mode, given: false, revokes: consent._id });
          });
        }
        await desk.wipe(patient);
        return redirectWithNotice(request, h, pathOf(patient), 'history.withdrawn');
      },
    },
  ];

  /** Nothing is brought of somebody else by mistake: the page asks about it first. */
  async function isDoubted(request: Request): Promise<boolean> {
    return (await comparedNumber(facility, request, patientOfPath(request), true)).isDoubted;
  }

  async function ask(h: ResponseToolkit, what: Parameters<HistoryDesk['ask']>[0]): Promise<ResponseObject> {
    await desk.ask(what, WAIT_MS);
    return h.redirect(pathOf(what.patient));
  }

  /** With which this person opened the record a while ago. */
  async function givenReason(request: Request, patient: PatientId): Promise<{ reason: string } | null> {
    const records = await lookIndex(facility).ofPatient(patient, LOOKS_BACK);
    const own = records.find(({ by, reason }) => by === staffOf(request).id && reason !== undefined);
    return own?.reason === undefined ? null : { reason: own.reason };
  }
}

function pathOf(patient: PatientId): string {
  return `/history/${printedPatientId(patient)}`;
}
