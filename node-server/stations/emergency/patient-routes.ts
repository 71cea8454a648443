import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { VISIT_PATTERN, type PatientId } from '../../../records/ids.js';
import type { KnownPatient } from '../../../records/patient-directory.js';
import { openPath } from '../../access/closed-page.js';
import { look, looks } from '../../access/look.js';
import { openedRecords } from '../../access/opened-records.js';
import type { Facility } from '../../facility.js';
import { choiceField, textField } from '../../form-fields.js';
import { emptyForm, readForm, saveOnce, showForm, type FormView } from '../../forms.js';
import { frameOf } from '../../frame-context.js';
import { translator } from '../../language.js';
import { localPath } from '../../../templates/web/local-path.js';
import { redirectWithNotice } from '../../notice.js';
import { staffOf } from '../../session.js';
import { patientOfPath } from '../counter/patient-of-path.js';
import { patientHeader } from '../patient-header.js';
import { emergencyFacts } from './emergency-facts.js';

const REASONS = ['emergency', 'care', 'asked', 'law', 'other'] as const;
/** These treat: what must be known at once is open to them, but for what is restricted. */
const TREATING = ['doctor', 'nurse'] as const;

const schema = Joi.object<{ why: string; words?: string; back?: string }>({
  why: choiceField(...REASONS).required(),
  words: textField(300).when('why', { is: 'other', then: Joi.required() }),
  back: textField(2000),
});

/**
 * `/emergency/BR1042-004217-K`: blood group, allergies, medicines, problems, contact. Who may not see them gives a
 * reason first (break-glass): it opens the whole record to this person for a while, is recorded, and the in-charge reads it.
 */
export function emergencyRoutes(facility: Facility): ServerRoute[] {
  const path = '/emergency/{id}';
  return [
    {
      method: 'GET',
      path,
      options: looks('view'),
      handler: (request, h) => {
        const patient = patientOfPath(facility, request);
        const { reason, back } = request.query as Record<string, unknown>;
        if (reason !== undefined || !maySeeFacts(facility, request, patient.id)) {
          const kept = typeof back === 'string' ? localPath(back) : '';
          return showReasonForm(facility, request, h, patient, emptyForm({ why: 'emergency', back: kept }));
        }
        return showFacts(facility, request, h, patient);
      },
    },
    {
      method: 'POST',
      path,
      // Break-glass is the one act that a borrowed screen must never do: see docs/adr/0015-trust.md.
      options: { plugins: { nadi: { looks: 'view', pin: 'always' } } },
      handler: async (request, h) => {
        const patient = patientOfPath(facility, request);
        const reading = readForm(request, schema);
        if (!reading.ok) return showReasonForm(facility, request, h, patient, reading.form);
        const { why, words, back = '' } = reading.values;
        const reason = words ? `${why}: ${words}` : why;
        const visit = visitOfPage(facility, back);
        await saveOnce(request, reading.form, (once) =>
          facility.append({ by: staffOf(request).id, once }, (draft) => {
            const { device } = request.app;
            draft.box('access', {
              action: 'view',
              patients: [patient.id],
              route: path,
              reason,
              ...(visit && { visit }),
              ...(device && { device }),
            });
          }),
        );
        openedRecords(facility).open(request, patient.id);
        return redirectWithNotice(request, h, back || request.path, 'access.opened');
      },
    },
  ];
}

/** The visit that the closed page was about. */
function visitOfPage({ box }: Facility, back: string): string | undefined {
  const visit = `visit:${box}:${/\/(\d{8}-\d{3,})(\/|$)/.exec(back)?.[1] ?? ''}`;
  return VISIT_PATTERN.test(visit) ? visit : undefined;
}

function maySeeFacts(facility: Facility, request: Request, patient: PatientId): boolean {
  const { roles } = staffOf(request);
  return TREATING.some((role) => roles.includes(role)) || openedRecords(facility).isOpen(request, patient);
}

async function showFacts(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  patient: KnownPatient,
): Promise<ResponseObject> {
  look(request, patient.id);
  const t = translator(request);
  const facts = await emergencyFacts(facility, request, patient);
  return h.view('access/emergency', {
    title: t('access.emergency'),
    person: patientHeader(patient.id, patient, facility, t),
    facts,
    open: openPath(patient.id, request.path),
  });
}

async function showReasonForm(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  patient: KnownPatient,
  form: FormView,
): Promise<ResponseObject> {
  look(request, patient.id);
  const pins = frameOf(request).options.lan?.pins;
  const t = translator(request);
  const { category: _category, ...person } = patient;
  return showForm(h, 'access/reason', form, {
    title: t('access.openWithReason'),
    path: '/emergency',
    action: request.path,
    person: patientHeader(patient.id, person, facility, t),
    reasons: REASONS.map((value) => ({ value, label: t(`access.reasons.${value}`) })),
    // On the form itself: a page more would cost a tap.
    proof: pins && ((await pins.has(staffOf(request).id)) ? 'pin' : 'password'),
  });
}
