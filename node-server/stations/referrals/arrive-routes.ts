import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { FacilityError } from '../../../records/facility-error.js';
import type { ReferralIn } from '../../../records/inbox-referral.js';
import { printedPatientId } from '../../../records/ids.js';
import type { LikelyDuplicate } from '../../../records/patient-directory.js';
import { nextReferralStates } from '../../../records/referral-steps.js';
import { look, lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { textField } from '../../form-fields.js';
import { emptyForm, readForm, saveOnce, showForm, type FormView } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { referralBook } from '../../referrals/referral-book.js';
import { staffOf } from '../../session.js';
import { choiceFields } from '../counter/choice-fields.js';
import { foundPatients } from '../counter/found-patient.js';
import type { SlipChoice } from '../counter/issue-slip.js';
import { judgePerson, judgePriority, sureField, type JudgedPerson } from '../counter/judge-person.js';
import { personFields, personValues, readPerson, type PersonValues } from '../counter/person-form.js';
import { ageErrorsOf, understoodAge } from '../counter/understood-age.js';
import { visitPath } from '../visit-path.js';
import { nameByCode } from './facility-picks.js';
import { findReceived, referralPath } from './find-referral.js';
import { knownHere, registerArrival, type Arrival } from './register-arrival.js';

const PAGE = 'referrals/arrive';

/** Who was registered here before: nothing else of the person is asked. */
const hereSchema = Joi.object<SlipChoice & { here: string; sure: string[] }>({
  ...choiceFields,
  sure: sureField(),
  here: textField(60).required(),
});

type ArriveValues = PersonValues & SlipChoice & { seen?: string; sure: string[] };

/** `/referrals/…/arrive`: the patient stands at the counter; particulars are filled in from the referral. */
export function arriveRoutes(facility: Facility): ServerRoute[] {
  const schema = Joi.object<ArriveValues>({
    ...personFields(() => facility.today()),
    ...choiceFields,
    seen: textField(400),
    sure: sureField(),
  });
  return [
    {
      method: 'GET',
      path: '/referrals/{code}/arrive',
      options: looks('view', 'clerk', 'incharge'),
      handler: async (request, h) => {
        const received = await findReceived(facility, request);
        const { summary, urgent } = received;
        const values = {
          ...personValues(summary?.person ?? {}),
          priority: urgent ? 'emergency' : 'none',
        };
        return show(facility, request, h, received, emptyForm(values));
      },
    },
    {
      method: 'POST',
      path: '/referrals/{code}/arrive',
      options: looks('search', 'clerk', 'incharge'),
      handler: async (request, h) => {
        const received = await findReceived(facility, request);
        const isHere = 'here' in ((request.payload ?? {}) as object);
        const reading = isHere ? readForm(request, hereSchema) : readForm<ArriveValues>(request, schema);
        if (!reading.ok) return show(facility, request, h, received, reading.form);
        const { values, form } = reading;
        const arrival: Arrival =
          'here' in values
            ? { received, here: values.here, choice: values, seen: [] }
            : {
                received,
                person: readPerson(values, facility.today(), received.summary?.person),
                choice: values,
                seen: values.seen?.split(' ') ?? [],
              };
        const judged = judgeArrival(facility, request, arrival, values);
        return judged.errors.length > 0
          ? show(facility, request, h, received, form, { judged })
          : arrive(facility, request, h, arrival, form, judged);
      },
    },
  ];
}

function judgeArrival(
  facility: Facility,
  request: Request,
  { received, here, person }: Arrival,
  values: (ArriveValues | SlipChoice) & { sure: string[] },
): JudgedPerson {
  if (person && 'name' in values) {
    const { errors, questions } = judgePerson(facility, person, values);
    const age = ageErrorsOf(facility, request, values, received.summary?.person);
    return { questions, errors: [...age, ...errors] };
  }
  const known = here === undefined ? null : facility.patients.get(here);
  return known ? judgePriority(facility, known, values) : { questions: [], errors: [] };
}

async function arrive(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  arrival: Arrival,
  form: FormView,
  judged: JudgedPerson,
): Promise<ResponseObject> {
  const { received } = arrival;
  try {
    const outcome = await saveOnce(request, form, (once) =>
      registerArrival(facility, { by: staffOf(request).id, once }, arrival),
    );
    if (outcome.kind === 'arrived') {
      return redirectWithNotice(
        request,
        h,
        `/counter/slip/${visitPath(outcome.visit)}`,
        'referral.said.arrived',
      );
    }
    // A new key: the next sending is a new decision, not a repetition of this one.
    const again = { ...form, once: emptyForm().once };
    return show(facility, request, h, received, again, { judged, duplicates: outcome.duplicates });
  } catch (error) {
    const outcome = error instanceof FacilityError ? error.params['outcome'] : undefined;
    if (outcome !== 'answered-meanwhile') throw error;
    return redirectWithNotice(request, h, referralPath(received.referral), 'referral.answeredMeanwhile');
  }
}

function show(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  received: ReferralIn,
  form: FormView,
  { duplicates = [], judged }: { duplicates?: LikelyDuplicate[]; judged?: JudgedPerson } = {},
): ResponseObject {
  const { referral: id, patient, from, urgent = false } = received;
  const t = translator(request);
  const language = languageOf(request);
  look(request, patient);
  lookAtList(
    request,
    duplicates.map((one) => one.patient.id),
  );
  const progress = referralBook(facility).receivedProgress(id);
  if (!nextReferralStates(progress).includes('arrived')) {
    return redirectWithNotice(request, h, referralPath(id), 'referral.answeredMeanwhile');
  }
  const known = knownHere(facility, received);
  const candidates = known ? [known] : duplicates.map((one) => one.patient);
  const shown = foundPatients(facility, request, candidates, t, language);
  const page = {
    title: t('referral.arriveTitle'),
    action: `${referralPath(id)}/arrive`,
    back: referralPath(id),
    from: nameByCode(facility, from.code, language, from.name?.[language] ?? from.code),
    patientId: printedPatientId(patient),
    isUrgent: urgent,
    cancelled: progress.state === 'cancelled',
    known: known !== null,
    candidates: shown.map((one, index) => ({
      ...one,
      alike: (duplicates[index]?.why ?? []).map((reason) => t(`counter.alike.${reason}`)).join(', '),
    })),
    seen: duplicates.map((one) => one.patient.id).join(' '),
    firstStations: facility.workflow.stations.map(({ id: value, name }) => ({
      value,
      label: name[language],
    })),
    questions: judged?.questions ?? [],
    scripts: ['age.js'],
    understood: understoodAge(facility, request, form.values),
  };
  return showForm(h, PAGE, form, page, judged?.errors);
}
