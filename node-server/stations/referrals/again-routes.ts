import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import type { ReferralRecord } from '../../../records/care.js';
import { FacilityError, type FieldError } from '../../../records/facility-error.js';
import { visitOf } from '../../../records/ids.js';
import { look, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { checkField, textField } from '../../form-fields.js';
import { emptyForm, readForm, saveOnce, showForm, type FormView } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { facilityDirectory } from '../../referrals/facility-directory.js';
import { sendAgain } from '../../referrals/send-again.js';
import { staffOf } from '../../session.js';
import { loadChart } from '../doctor/chart.js';
import { NOTHING_NEW, referralSummary } from '../doctor/referral-summary.js';
import { patientHeader } from '../patient-header.js';
import { findFacilities, receiverName } from './facility-picks.js';
import { findSent, referralPath } from './find-referral.js';
import { sentWords } from './step-words.js';

interface AgainValues {
  to?: string;
  elsewhere?: string;
  find?: string;
  searching?: string;
  reason: string;
  urgent: boolean;
}

const schema = Joi.object<AgainValues>({
  to: textField(10),
  elsewhere: textField(200),
  find: textField(100),
  searching: textField(3),
  reason: textField(1000).when('searching', { is: Joi.exist(), otherwise: Joi.required() }),
  urgent: checkField(),
});

/**
 * `/referrals/…/again`: the first facility could not be reached, sent the patient back, or was the wrong one;
 * another is chosen, and what was written is kept.
 */
export function againRoutes(facility: Facility): ServerRoute[] {
  return [
    {
      method: 'GET',
      path: '/referrals/{code}/again',
      options: looks('view', 'doctor'),
      handler: async (request, h) => {
        const before = await findSent(facility, request);
        const { reason, urgent } = before;
        return show(facility, request, h, before, emptyForm({ reason, ...(urgent && { urgent: 'yes' }) }));
      },
    },
    {
      method: 'POST',
      path: '/referrals/{code}/again',
      options: {
        plugins: {
          nadi: { looks: 'view', roles: ['doctor'], pin: ({ searching }) => searching === undefined },
        },
      },
      handler: async (request, h) => {
        const before = await findSent(facility, request);
        const reading = readForm(request, schema);
        if (!reading.ok) {
          const errors = reading.sound ? receiverErrors(facility, reading.sound) : [];
          return show(facility, request, h, before, reading.form, errors);
        }
        if (reading.values.searching !== undefined) return show(facility, request, h, before, reading.form);
        return send(facility, request, h, before, reading.values, reading.form);
      },
    },
  ];
}

async function send(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  before: ReferralRecord,
  { to, elsewhere, reason, urgent }: AgainValues,
  form: FormView,
): Promise<ResponseObject> {
  const errors = receiverErrors(facility, { to, elsewhere });
  if (errors.length > 0) return show(facility, request, h, before, form, errors);
  const receiver = to === undefined ? null : facilityDirectory(facility).find(to);
  const chart = await loadChart(facility, visitOf(before._id));
  try {
    const id = await saveOnce(request, form, (once) =>
      sendAgain(facility, { by: staffOf(request).id, once }, before, {
        ...(receiver && { to: receiver.code, summary: referralSummary(facility, chart, NOTHING_NEW) }),
        facility: receiver?.name.hi ?? receiver?.name.en ?? elsewhere ?? '',
        reason,
        ...(urgent && { urgent }),
      }),
    );
    return redirectWithNotice(request, h, referralPath(id), 'referral.sentAgain');
  } catch (error) {
    const outcome = error instanceof FacilityError ? error.params['outcome'] : undefined;
    if (outcome !== 'superseded-meanwhile') throw error;
    return redirectWithNotice(request, h, referralPath(before._id), 'referral.supersededMeanwhile');
  }
}

function receiverErrors(
  facility: Facility,
  { to, elsewhere }: Partial<Record<'to' | 'elsewhere', string | undefined>>,
): FieldError[] {
  const refusal = to === undefined ? null : facilityDirectory(facility).refusal(to);
  if (refusal) return [{ field: 'to', code: `referral.${refusal}` }];
  return to === undefined && elsewhere === undefined ? [{ field: 'to', code: 'required' }] : [];
}

function show(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  before: ReferralRecord,
  form: FormView,
  errors: FieldError[] = [],
): ResponseObject {
  const { _id, patient } = before;
  look(request, patient, visitOf(_id));
  const t = translator(request);
  const language = languageOf(request);
  const named = receiverName(facility, before, language);
  const person = facility.patients.get(patient);
  const { find = '' } = form.values;
  const { state, why } = sentWords(facility, before, language);
  return showForm(
    h,
    'referrals/again',
    form,
    {
      title: t('referral.againTitle'),
      action: `${referralPath(_id)}/again`,
      back: referralPath(_id),
      patient: person && patientHeader(patient, person, facility, t),
      ...{ named, state, why },
      found: findFacilities(facility, typeof find === 'string' ? find : '', language, t),
      searched: find !== '',
      listed: !facilityDirectory(facility).isEmpty,
    },
    errors,
  );
}
