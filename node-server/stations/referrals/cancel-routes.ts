import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import type { ReferralRecord } from '../../../records/care.js';
import { FacilityError, type FieldError } from '../../../records/facility-error.js';
import { visitOf } from '../../../records/ids.js';
import { mayCancel, peoplesAnswers } from '../../../records/referral-steps.js';
import { closedPage, sees } from '../../access/closed-page.js';
import { look, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { textField } from '../../form-fields.js';
import { emptyForm, readForm, saveOnce, showForm, type FormView } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { cancelReferral } from '../../referrals/cancel-referral.js';
import { referralBook } from '../../referrals/referral-book.js';
import { staffOf } from '../../session.js';
import { patientHeader } from '../patient-header.js';
import { receiverName } from './facility-picks.js';
import { findSent, referralPath } from './find-referral.js';
import { CANCEL_ROLES, maySendElsewhere } from './rights.js';
import { sentWords, stepWords } from './step-words.js';

interface CancelValues {
  reason: string;
  note?: string;
  /** how many words of people stood on the page */
  seen?: number;
}

const schema = Joi.object<CancelValues>({
  reason: textField(40).required(),
  note: textField(1000),
  seen: Joi.number().integer().min(0),
});

/** `/referrals/…/cancel`: the sender takes back one that is open, and says why. */
export function cancelRoutes(facility: Facility): ServerRoute[] {
  return [
    {
      method: 'GET',
      path: '/referrals/{code}/cancel',
      options: looks('view', ...CANCEL_ROLES),
      handler: async (request, h) => {
        const referral = await findSent(facility, request);
        const { patient, _id } = referral;
        if (!sees(facility, request, patient, visitOf(_id))) {
          return closedPage(facility, request, h, patient, visitOf(_id));
        }
        const state = referralBook(facility).sentProgress(_id)?.state ?? 'paper';
        if (!mayCancel(state)) return tooLate(request, h, _id);
        return show(facility, request, h, referral, emptyForm());
      },
    },
    {
      method: 'POST',
      path: '/referrals/{code}/cancel',
      options: { plugins: { nadi: { looks: 'view', roles: [...CANCEL_ROLES], pin: true } } },
      handler: async (request, h) => {
        const referral = await findSent(facility, request);
        const reading = readForm(request, schema);
        if (!reading.ok) return show(facility, request, h, referral, reading.form);
        return cancel(facility, request, h, referral, reading.values, reading.form);
      },
    },
  ];
}

async function cancel(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  referral: ReferralRecord,
  { reason, note, seen }: CancelValues,
  form: FormView,
): Promise<ResponseObject> {
  const listed = facility.reference.cancelReasons.get(reason);
  const wrong = errorsOf(listed, note);
  if (wrong.length > 0) return show(facility, request, h, referral, form, wrong);
  const { id: by, roles } = staffOf(request);
  try {
    await saveOnce(request, form, (once) =>
      cancelReferral(facility, { by, once, ...(seen !== undefined && { seen }) }, referral, {
        reason,
        ...(note !== undefined && { note }),
      }),
    );
  } catch (error) {
    const outcome = error instanceof FacilityError ? error.params['outcome'] : undefined;
    if (outcome !== 'answered-meanwhile') throw error;
    if (!mayCancel(referralBook(facility).sentProgress(referral._id)?.state ?? 'paper')) {
      return tooLate(request, h, referral._id);
    }
    const again = { ...form, once: emptyForm().once };
    const told = [{ field: 'reason', code: 'referral.cancelMeanwhile' }];
    return show(facility, request, h, referral, again, told, seen);
  }
  const path = referralPath(referral._id);
  const isElsewhere = listed?.elsewhere === true && maySendElsewhere(roles);
  return redirectWithNotice(request, h, isElsewhere ? `${path}/again` : path, 'referral.cancelled');
}

function errorsOf(listed: { words: boolean } | undefined, note: string | undefined): FieldError[] {
  if (!listed) return [{ field: 'reason', code: 'unknownChoice' }];
  return listed.words && note === undefined ? [{ field: 'note', code: 'required' }] : [];
}

/** The page of the referral says what has happened. */
function tooLate(request: Request, h: ResponseToolkit, id: string): ResponseObject {
  return redirectWithNotice(request, h, referralPath(id), 'referral.cancelTooLate');
}

function show(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  referral: ReferralRecord,
  form: FormView,
  errors: FieldError[] = [],
  seen?: number,
): ResponseObject {
  const { _id, patient } = referral;
  look(request, patient, visitOf(_id));
  const t = translator(request);
  const language = languageOf(request);
  const person = facility.patients.get(patient);
  const answers = peoplesAnswers({ steps: referralBook(facility).sentProgress(_id)?.steps ?? [] });
  const meanwhile = seen === undefined ? [] : answers.slice(seen);
  return showForm(
    h,
    'referrals/cancel',
    form,
    {
      title: t('referral.cancelTitle'),
      action: `${referralPath(_id)}/cancel`,
      back: referralPath(_id),
      patient: person && patientHeader(patient, person, facility, t),
      named: receiverName(facility, referral, language),
      why: referral.reason,
      progress: sentWords(facility, referral, language),
      reasons: [...facility.reference.cancelReasons.values()].map(({ code, name }) => ({
        value: code,
        label: name[language],
      })),
      seen: answers.length,
      meanwhile: meanwhile.map((step) => stepWords(facility, step, answers, language)),
    },
    errors,
  );
}
