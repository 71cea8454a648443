import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { dayOf, isoDate } from '../../../records/day.js';
import type { FacilityError } from '../../../records/facility-error.js';
import { firstBox, parsePatientId, printedPatientId } from '../../../records/ids.js';
import type { Translate } from '../../../templates/locale.js';
import { look } from '../../access/look.js';
import { reasonChoices } from '../../access/reason-fields.js';
import type { Facility } from '../../facility.js';
import { showForm, type FormView } from '../../forms.js';
import { frameOf } from '../../frame-context.js';
import { holderName } from '../../history/holder-name.js';
import type { HistoryDesk } from '../../history/history-desk.js';
import type { KeptHistory } from '../../history/kept-histories.js';
import { facilityDirectory } from '../../referrals/facility-directory.js';
import { languageOf, translator } from '../../language.js';
import { staffOf } from '../../session.js';
import { substanceWords } from '../allergy-words.js';
import { nameByCode } from '../referrals/facility-picks.js';
import { visitPath } from '../visit-path.js';
import { patientHeader, type PatientHeader } from '../patient-header.js';
import { numberWords } from '../number-check.js';
import { comparedNumber } from './compared-number.js';
import { ANSWERS, MODES, SCOPES, SPANS } from './history-forms.js';
import { historyStanding } from './history-standing.js';
import { historyView } from './history-view.js';
import { patientOfPath } from './patient-of-path.js';

/** Who treats may read what came by consent; who gave a reason may, whatever the role. */
const TREATING = ['doctor', 'nurse'] as const;
/** A page that waits comes again by itself, without script too. */
const AGAIN_SECONDS = 1;

/** The page of a patient's history from other facilities, however it stands: to ask for, on its way, here. */
export async function historyPage(
  facility: Facility,
  desk: HistoryDesk,
  request: Request,
  h: ResponseToolkit,
  { form, which }: { form: FormView; which: 'consent' | 'reason' | undefined },
): Promise<ResponseObject> {
  const patient = patientOfPath(request);
  look(request, patient);
  const t = translator(request);
  const language = languageOf(request);
  const { roles } = staffOf(request);
  const { consent, opened, withdrawnAt } = await historyStanding(facility, desk, request, patient);
  const kept = await desk.kept(patient);
  const state = desk.state(patient);
  const { check, isDoubted } = await comparedNumber(facility, request, patient, state?.kind === 'asking');
  const isOpen = !isDoubted && (consent !== null || opened);
  const mayRead = isOpen && (opened || TREATING.some((role) => roles.includes(role)));
  const view = kept && isOpen ? historyView(kept, { roles, opened }, facility, language, t) : null;
  if (state?.kind !== 'asking' && !mayRead) desk.warm();
  const pins = frameOf(request).options.lan?.pins;
  await facilityDirectory(facility).ready();
  const page = showForm(h, 'history/patient', form, {
    title: t('history.title'),
    path: '/history',
    width: 'wide',
    id: printedPatientId(patient),
    action: `/history/${printedPatientId(patient)}`,
    person: banner(),
    home: homeWords(),
    number: check && (await numberWords(facility, request, check)),
    isDoubted,
    back: backWay(),
    knownHere: facility.patients.get(patient) !== null,
    mayRegister: roles.some((role) => role === 'clerk' || role === 'incharge'),
    canAsk: desk.canAsk,
    isOpen,
    mayRead,
    personCame: view !== null && view.person !== null,
    consent: consent && { until: consent.until ?? '', scope: consent.scope ?? [] },
    opened,
    withdrawn: withdrawnAt === null ? null : { day: dayOf(withdrawnAt) },
    asking: state?.kind === 'asking' ? state : null,
    failed: state?.kind === 'failed' ? failureWords(state.error, t) : null,
    kept: kept && keptWords(kept),
    history: view && mayRead ? view : null,
    which: which ?? '',
    answers: ANSWERS.map((value) => ({ value, label: t(`access.consent.answers.${value}`) })),
    modes: MODES.map((value) => ({ value, label: t(`access.consent.modes.${value}`) })),
    spans: SPANS.map((value) => ({ value, label: t(`history.spans.${value}`) })),
    scopes: SCOPES.map((value) => ({
      value,
      label: t(`history.scopes.${value}`),
      detail: t(`history.scopeNotes.${value}`),
    })),
    reasons: reasonChoices(t),
    proof: pins && ((await pins.has(staffOf(request).id)) ? 'pin' : 'password'),
  });
  if (state?.kind === 'asking') page.header('refresh', `${AGAIN_SECONDS}; url=${request.path}`);
  return page;

  function banner(): PatientHeader {
    const known = facility.patients.get(patient);
    const person = known ?? view?.person;
    if (person) return patientHeader(patient, person, facility, t, allergies());
    // Nobody here knows a name yet: the id is what stands on the card.
    const nameless = patientHeader(patient, { name: printedPatientId(patient), sex: 'unknown' }, facility, t);
    return { ...nameless, id: '', ageSex: t('history.notKnownHere') };
  }

  /** `PHC Rampur (BR1042)`, its code alone where the directory has no name; empty where the patient is of this house. */
  function homeWords(): string {
    const code = firstBox(parsePatientId(patient)?.box ?? '');
    if (code === firstBox(facility.box)) return '';
    const name = nameByCode(facility, code, language, '');
    return name === '' ? code : `${name} (${code})`;
  }

  /** To the consultation of a patient who is here today, for a doctor; else to the queue. */
  function backWay(): { path: string; words: string } {
    const entry = facility.queue.openVisitOf(patient);
    if (entry && roles.includes('doctor')) {
      return { path: `/doctor/${visitPath(entry.visit)}`, words: t('history.toConsultation') };
    }
    return { path: roles.includes('doctor') ? '/doctor' : '/queue', words: t('doctor.toQueue') };
  }

  function allergies(): { allergies?: string[] } {
    return view && mayRead ? { allergies: view.allergies.map(shownAllergy) } : {};
  }

  function shownAllergy({ text, severe }: { text: string; severe: boolean }): string {
    return severe ? substanceWords({ substance: text, severity: 'severe' }, t) : text;
  }

  function keptWords({ at, until, closedAt, head }: KeptHistory) {
    return {
      day: dayOf(at),
      at,
      days: Math.floor((facility.now() - Date.parse(at)) / 86_400_000),
      until: isoDate(dayOf(Date.parse(until) - 1)),
      from: head.from ?? '',
      leftOut: head.leftOut,
      closed: closedAt === undefined ? null : { day: dayOf(closedAt) },
      holders: head.holders.map(({ code, state: given }) => ({
        code,
        name: holderName(head.holders, code, language),
        state: given,
      })),
    };
  }
}

/** In the page's language: what went wrong, and what to do. */
function failureWords({ code, params }: FacilityError, t: Translate): { what: string; next: string } {
  const why = typeof params['why'] === 'string' ? params['why'] : code;
  const known = FAILURES.has(why) ? why : 'line';
  return { what: t(`history.failed.${known}.what`), next: t(`history.failed.${known}.next`) };
}

const FAILURES = new Set([
  'account',
  'box-revoked',
  'busy',
  'centre-down',
  'certificate',
  'internal',
  'no-gateway',
  'no-grounds',
  'not-offered',
  'not-recorded',
  'silent',
  'slow',
  'stopped',
  'stranger',
  'trouble',
  'unknown-patient',
  'withdrawn',
]);
