import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import type { ReferralRecord, ReferralState } from '../../../records/care.js';
import { dayOf } from '../../../records/day.js';
import { FacilityError, type FieldError } from '../../../records/facility-error.js';
import type { ReferralIn } from '../../../records/inbox-referral.js';
import { printedPatientId, visitOf } from '../../../records/ids.js';
import { referralCode } from '../../../records/referral-code.js';
import {
  mayCancel,
  nextReferralStates,
  peoplesAnswers,
  type ReferralStep,
} from '../../../records/referral-steps.js';
import { summaryAllergies } from '../../../records/summary-allergies.js';
import { closedPage, sees } from '../../access/closed-page.js';
import { look, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { choiceField, textField } from '../../form-fields.js';
import { emptyForm, readForm, saveOnce, showForm, type FormView } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { answerReferral } from '../../referrals/answer-referral.js';
import { referralBook } from '../../referrals/referral-book.js';
import { maySendAgain } from '../../referrals/send-again.js';
import { staffOf } from '../../session.js';
import { readKeys } from '../../store/read-records.js';
import { allergyWords } from '../allergy-words.js';
import { ageAndSex, personLine } from '../person-line.js';
import { travelWords, type TravelWords } from '../travel-words.js';
import { visitPath } from '../visit-path.js';
import { nameByCode, receiverName } from './facility-picks.js';
import { findReceived, findReferral, referralPath } from './find-referral.js';
import { CANCEL_ROLES, maySay, maySeeFindings, maySendElsewhere } from './rights.js';
import { laterResults, sentResults } from './later-results.js';
import {
  hereWords,
  receivedWords,
  sentWords,
  stepWords,
  withoutFeedback,
  type StepWords,
} from './step-words.js';
import { summaryWords } from './summary-words.js';
import { toldTestWords, type ToldTests } from './told-test-words.js';

const PAGE = 'referrals/referral';
/** Said by a button of this page; `arrived` by registering the patient. */
const BUTTONS = ['accepted', 'returned', 'seen', 'closed'] as const satisfies ReferralState[];
type Button = (typeof BUTTONS)[number];
/** What helps nobody without a word why or what was found. */
const NEED_FEEDBACK: readonly Button[] = ['returned', 'seen'];

/** For those who may not read what was found. */
const NO_TESTS: ToldTests = { rows: [], pending: [] };

interface Reply {
  status: Button;
  feedback?: string;
  /** how many answers stood on the page; absent on one that was opened before the box knew the field */
  seen?: number;
}

const replySchema = Joi.object<Reply>({
  status: choiceField(...BUTTONS).required(),
  feedback: textField(2000).when('status', { is: Joi.valid(...NEED_FEEDBACK), then: Joi.required() }),
  seen: Joi.number().integer().min(0),
});

/** `/referrals/BR1042-20261121-042-1`: one referral with its way, at either end, and what may be said of it here. */
export function referralRoutes(facility: Facility): ServerRoute[] {
  return [
    {
      method: 'GET',
      path: '/referrals/{code}',
      options: looks('view'),
      handler: async (request, h) => {
        const found = await findReferral(facility, request);
        const { id: reader, roles } = staffOf(request);
        if (found.way === 'in') {
          if (maySeeFindings(roles)) await referralBook(facility).readCancel(found.id, reader);
          const page = await showReceived(facility, request, h, found.referral, emptyForm());
          if (maySeeFindings(roles)) await referralBook(facility).readNewResults(found.id, reader);
          return page;
        }
        const { patient, _id } = found.referral;
        if (maySeeFindings(roles) && !sees(facility, request, patient, visitOf(_id))) {
          return closedPage(facility, request, h, patient, visitOf(_id));
        }
        if (maySeeFindings(roles)) await referralBook(facility).readAnswer(_id, reader);
        return showSent(facility, request, h, found.referral, await cancelTravel(facility, request, _id));
      },
    },
    {
      method: 'POST',
      path: '/referrals/{code}',
      options: { plugins: { nadi: { looks: 'view', pin: true } } },
      handler: async (request, h) => {
        const received = await findReceived(facility, request);
        const reading = readForm(request, replySchema);
        if (!reading.ok) return showReceived(facility, request, h, received, reading.form);
        return answer(facility, request, h, received, reading.values, reading.form);
      },
    },
  ];
}

async function answer(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  received: ReferralIn,
  { status, feedback, seen }: Reply,
  form: FormView,
): Promise<ResponseObject> {
  const { id: by, roles } = staffOf(request);
  if (!maySay(roles, status)) throw new FacilityError('not-allowed', 'This needs another role.');
  const { referral, patient } = received;
  try {
    await saveOnce(request, form, (once) =>
      answerReferral(
        facility,
        { by, once, ...(seen !== undefined && { seen }) },
        { referral, patient, status, ...(feedback && { feedback }) },
      ),
    );
  } catch (error) {
    const outcome = error instanceof FacilityError ? error.params['outcome'] : undefined;
    if (outcome !== 'answered-meanwhile') throw error;
    const shown = { ...form, once: emptyForm().once };
    const wrong = { field: 'status', code: 'referral.answeredMeanwhile' };
    return showReceived(facility, request, h, received, shown, [wrong], seen);
  }
  return redirectWithNotice(request, h, referralPath(referral), `referral.said.${status}`);
}

async function showReceived(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  received: ReferralIn,
  form: FormView,
  errors: FieldError[] = [],
  seen?: number,
): Promise<ResponseObject> {
  const { referral: id, from, patient, at, urgent = false, reason, summary } = received;
  const visit = visitHere(facility, id);
  look(request, patient, visit);
  const t = translator(request);
  const language = languageOf(request);
  const { roles } = staffOf(request);
  const findings = maySeeFindings(roles);
  const sender = nameByCode(facility, from.code, language, from.name?.[language] ?? from.code);
  const progress = referralBook(facility).receivedProgress(id);
  const next = nextReferralStates(progress).filter((state) => maySay(roles, state));
  const answers = peoplesAnswers(progress);
  const later = findings ? await laterResults(facility, id) : [];
  const inWords = (one: ReferralStep): StepWords => hereWords(stepWords(facility, one, answers, language));
  return showForm(
    h,
    PAGE,
    form,
    {
      ...common(id, t),
      way: 'in',
      person: summary && {
        ...personLine({ ...summary.person, id: patient }, t, facility.today()),
        allergies: findings ? allergyWords(summaryAllergies(summary), t) : [],
      },
      patientId: printedPatientId(patient),
      from: sender,
      to: '',
      ...{ isUrgent: urgent, reason: findings ? reason : '' },
      progress: withoutFeedback(receivedWords(facility, { id, at }, sender, language), findings),
      summary: findings && summary ? summaryWords(facility, summary, at, language, t) : null,
      tests: findings ? toldTestWords(facility, summary ?? {}, later, language, t) : NO_TESTS,
      buttons: BUTTONS.filter((state) => next.includes(state)),
      arrive: next.includes('arrived') ? `${referralPath(id)}/arrive` : '',
      visit: visit === undefined ? null : visitLink(visit, roles),
      typed: errors.length > 0,
      seen: answers.length,
      meanwhile: errors.length === 0 ? [] : saidSince(answers, seen ?? -1).map(inWords),
    },
    errors,
  );
}

/** The sender's clock is another one: that it was taken back may stand before what the page showed. */
function saidSince(answers: readonly ReferralStep[], seen: number): ReferralStep[] {
  const since = answers.slice(seen);
  return answers.filter((one) => since.includes(one) || one.status === 'cancelled');
}

function visitHere(facility: Facility, referral: string): string | undefined {
  return facility.referrals.answersTo(referral).find(({ visit }) => visit !== undefined)?.visit;
}

/** The page of the visit that is this person's work. */
function visitLink(visit: string, roles: readonly string[]): string {
  if (roles.includes('doctor')) return `/doctor/${visitPath(visit)}`;
  return `/queue/visit/${visitPath(visit)}`;
}

/** How far the word that it was taken back is on its way to the centre; null where nothing was, or nothing travels. */
async function cancelTravel(
  facility: Facility,
  request: Request,
  referral: string,
): Promise<TravelWords | null> {
  const last = facility.referrals.cancelsOf(referral).at(-1);
  const [record] = last ? await readKeys(facility.databases.records, [last.reply]) : [];
  return record ? travelWords(facility, record, languageOf(request)) : null;
}

async function showSent(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  record: ReferralRecord,
  travel: TravelWords | null,
): Promise<ResponseObject> {
  const { _id, patient, reason, urgent = false, summary, at, supersedes } = record;
  look(request, patient, visitOf(_id));
  const t = translator(request);
  const language = languageOf(request);
  const { roles } = staffOf(request);
  const findings = maySeeFindings(roles);
  const progress = sentWords(facility, record, language);
  const person = facility.patients.get(patient);
  const later = findings ? await sentResults(facility, record, language) : [];
  const again = maySendElsewhere(roles) && maySendAgain(progress.state);
  const cancel = CANCEL_ROLES.some((role) => roles.includes(role)) && mayCancel(progress.state);
  return h.view(PAGE, {
    ...common(_id, t),
    way: 'out',
    person: person && {
      ...personLine(person, t, facility.today()),
      ageSex: ageAndSex(person, t, dayOf(at)),
    },
    patientId: printedPatientId(patient),
    from: '',
    to: receiverName(facility, record, language),
    ...{ isUrgent: urgent, reason: findings ? reason : '' },
    progress: withoutFeedback(progress, findings),
    summary: findings && summary ? summaryWords(facility, summary, at, language, t) : null,
    tests: findings ? toldTestWords(facility, summary ?? {}, later, language, t) : NO_TESTS,
    again: again ? `${referralPath(_id)}/again` : '',
    cancel: cancel ? `${referralPath(_id)}/cancel` : '',
    supersedes: supersedes === undefined ? '' : referralPath(supersedes),
    visit: visitLink(visitOf(_id), roles),
    cancelTravel: travel,
    slip: findings ? `${referralPath(_id)}/slip.pdf` : '',
    buttons: [],
    meanwhile: [],
    arrive: '',
  });
}

function common(id: string, t: (key: string, params?: Record<string, string>) => string) {
  const code = referralCode(id);
  return { title: t('referral.title', { code }), heading: false, code, action: referralPath(id) };
}
