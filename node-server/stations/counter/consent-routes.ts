import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import type { ConsentPurpose, ConsentRecord } from '../../../records/box.js';
import type { ConsentView } from '../../../records/consent-fold.js';
import { dayOf, isoDate } from '../../../records/day.js';
import { FacilityError } from '../../../records/facility-error.js';
import { patientOf, type PatientId } from '../../../records/ids.js';
import type { Language } from '../../../templates/locale.js';
import { look, looks, showsNobody } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { choiceField, dateField, textField } from '../../form-fields.js';
import { emptyForm, readForm, saveOnce, showForm, type FormView } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { personConsents } from '../../person-consents.js';
import { staffOf } from '../../session.js';
import { personLine } from '../person-line.js';
import { patientOfPath } from './patient-of-path.js';

const PURPOSES = ['care', 'share', 'history', 'abdm', 'teleconsult', 'research'] as const;
const MODES = ['spoken', 'written', 'thumb', 'electronic'] as const;
const ROLES = ['clerk', 'nurse', 'doctor', 'incharge'] as const;
const PATH = '/counter/patient/{id}/consent';

interface Values {
  purpose: ConsentPurpose;
  answer: 'yes' | 'no';
  mode: ConsentRecord['mode'];
  givenBy?: string;
  until?: string;
  note?: string;
}

/** `/counter/patient/{id}/consent`: what the patient agreed to: read aloud, given, refused, revoked. */
export function consentRoutes(facility: Facility): ServerRoute[] {
  const schema = Joi.object<Values>({
    purpose: choiceField(...PURPOSES).required(),
    answer: choiceField('yes', 'no').required(),
    mode: choiceField(...MODES).required(),
    givenBy: textField(80),
    until: dateField({ notBefore: () => isoDate(facility.today()) }),
    note: textField(500),
  });
  const revokeSchema = Joi.object<{ consent: string }>({ consent: textField(120).required() });
  return [
    {
      method: 'GET',
      path: PATH,
      options: looks('view', ...ROLES),
      handler: (request, h) => showConsents(facility, request, h, emptyForm({ mode: 'spoken' })),
    },
    {
      method: 'POST',
      path: PATH,
      options: looks('view', ...ROLES),
      handler: async (request, h) => {
        const { id } = patientOfPath(facility, request);
        const reading = readForm(request, schema);
        if (!reading.ok) return showConsents(facility, request, h, reading.form);
        const { answer, ...fields } = reading.values;
        await saveOnce(request, reading.form, (once) =>
          facility.append({ by: staffOf(request).id, once }, (draft) => {
            draft.patientPart(id, 'consent', { ...fields, given: answer === 'yes' });
          }),
        );
        return redirectWithNotice(request, h, request.path, `access.consent.saved.${answer}`);
      },
    },
    {
      method: 'POST',
      path: `${PATH}/revoke`,
      options: showsNobody('leads back', ...ROLES),
      handler: async (request, h) => {
        const { id } = patientOfPath(facility, request);
        const reading = readForm(request, revokeSchema);
        if (!reading.ok) {
          const fields = reading.form.errors;
          throw new FacilityError('bad-input', 'No consent is named.', { fields });
        }
        const { consent } = reading.values;
        // A page has one key for the buttons of all its consents.
        const form = { ...reading.form, once: `${reading.form.once} ${consent}` };
        await saveOnce(request, form, (once) => revoke(facility, staffOf(request).id, once, id, consent));
        const back = request.path.slice(0, -'/revoke'.length);
        return redirectWithNotice(request, h, back, 'access.consent.revoked');
      },
    },
  ];
}

/** A second time changes nothing; throws `not-found`. */
async function revoke(
  facility: Facility,
  by: string,
  once: string,
  patient: PatientId,
  id: string,
): Promise<void> {
  const standing = await personConsents(facility, patient);
  const found = standing.find(({ consent }) => consent._id === id);
  if (!found) throw new FacilityError('not-found', 'There is no such consent.');
  if (found.state === 'revoked') return;
  const { purpose, mode } = found.consent;
  await facility.append({ by, once }, (draft) => {
    draft.patientPart(patientOf(id), 'consent', { purpose, mode, given: false, revokes: id });
  });
}

/** Consents as a page lists them. */
export function consentRows(consents: readonly ConsentView[], facility: Facility, language: Language) {
  return consents.map(({ consent, state, revokedAt }) => ({
    id: consent._id,
    purpose: consent.purpose,
    state,
    mode: consent.mode,
    day: dayOf(consent.at),
    revokedOn: revokedAt === null ? '' : dayOf(revokedAt),
    givenBy: consent.givenBy ?? '',
    until: consent.until ?? '',
    note: consent.note ?? '',
    by: facility.staff.find(consent.by)?.name[language] ?? consent.by,
  }));
}

async function showConsents(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  form: FormView,
): Promise<ResponseObject> {
  const patient = patientOfPath(facility, request);
  look(request, patient.id);
  const t = translator(request);
  const consents = await personConsents(facility, patient.id);
  return showForm(h, 'access/consent', form, {
    title: t('access.consent.title'),
    action: request.path,
    path: '/counter',
    person: personLine(patient, t, facility.today()),
    consents: consentRows(consents, facility, languageOf(request)),
    purposes: PURPOSES.map((value) => ({
      value,
      label: t(`access.consent.purposes.${value}`),
      detail: t(`access.consent.notices.${value}`),
    })),
    modes: MODES.map((value) => ({ value, label: t(`access.consent.modes.${value}`) })),
    answers: (['yes', 'no'] as const).map((value) => ({
      value,
      label: t(`access.consent.answers.${value}`),
    })),
  });
}
