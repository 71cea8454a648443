import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { householdOf } from '../../../records/household.js';
import { printedPatientId } from '../../../records/ids.js';
import type { FieldError } from '../../../records/facility-error.js';
import type { Demographics } from '../../../records/people.js';
import { look, lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { emptyForm, readForm, saveOnce, showForm, type FormView } from '../../forms.js';
import { choiceField, textField } from '../../form-fields.js';
import { draftLook } from '../../history/draft-look.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { staffOf } from '../../session.js';
import type { Drafting } from '../../store/drafting.js';
import { visitPath } from '../visit-path.js';
import { ageWords } from './age-words.js';
import { choiceFields } from './choice-fields.js';
import { foundPatients } from './found-patient.js';
import { householdAsked } from './household-routes.js';
import type { SlipChoice } from './issue-slip.js';
import { judgePerson, sureField, type PersonQuestion } from './judge-person.js';
import { checkNumber, numberWords, sameAnswer, type NumberCheck } from '../number-check.js';
import { personFields, personValues, readPerson, type PersonValues } from './person-form.js';
import { registerPatient, type Registration } from './register-patient.js';
import { idElsewhere, searchedText } from './search-routes.js';
import { ageErrorsOf, understoodAge, wordsOf } from './understood-age.js';

type RegisterValues = Omit<PersonValues, 'category'> &
  SlipChoice & {
    /** ids of the likely duplicates that were shown, and an ABHA number that was */
    seen?: string;
    seenAbha?: string;
    /** answers to questions: see `judgePerson` */
    sure: string[];
    /** in what the number's owner differs, and the clerk has compared */
    sameNumber?: string;
    /** the card is somebody else's */
    number?: 'without';
  };

/** What a page shows of a form beside what was typed. */
interface Shown {
  check?: NumberCheck | null;
  questions?: PersonQuestion[];
  errors?: FieldError[];
  look?: Extract<Registration, { kind: 'look' }>;
  /** of 14 digits, as it was read */
  abha?: string | undefined;
}

/** `/counter/new`: a person who has never come, with what was searched or scanned already filled in. */
export function registerRoutes(facility: Facility): ServerRoute[] {
  const { category: _category, ...person } = personFields(() => facility.today());
  const schema = Joi.object<RegisterValues>({
    ...person,
    ...choiceFields,
    seen: textField(400),
    seenAbha: textField(20),
    sure: sureField(),
    sameNumber: textField(40),
    number: choiceField('without'),
  });
  return [
    {
      method: 'GET',
      path: '/counter/new',
      options: looks('view'),
      handler: async (request, h) => {
        const number = idElsewhere(facility, searchedText(request));
        if (number && facility.patients.get(number.patient))
          return h.redirect(`/counter/patient/${number.id}`);
        const check = number && (await checkNumber(facility, request, number.patient, null));
        return show(request, h, emptyForm(prefilled(facility, request)), { check });
      },
    },
    {
      method: 'POST',
      path: '/counter/new',
      options: looks('search'),
      handler: async (request, h) => {
        const reading = readForm(request, schema);
        if (!reading.ok) return show(request, h, reading.form);
        return register(request, h, reading.values, reading.form);
      },
    },
  ];

  async function register(
    request: Request,
    h: ResponseToolkit,
    values: RegisterValues,
    form: FormView,
  ): Promise<ResponseObject> {
    const person = personOf(request, values);
    const number = values.number === 'without' ? null : idElsewhere(facility, searchedText(request));
    const check = number && (await checkNumber(facility, request, number.patient, person));
    const differs = check?.differs ?? [];
    const { questions, errors } = judgePerson(facility, person, values);
    const wrong = [
      ...ageErrorsOf(facility, request, values),
      ...errors,
      ...(check && differs.length > 0 && values.sameNumber !== sameAnswer(check) ? [NOT_COMPARED] : []),
    ];
    if (wrong.length > 0) return show(request, h, form, { check, questions, errors: wrong });
    const seen = {
      patients: values.seen?.split(' ') ?? [],
      ...(values.seenAbha && { abha: values.seenAbha }),
    };
    // The address keeps what was scanned: an id of another facility stays the patient's.
    const kept = number && {
      patient: number.patient,
      beside: (draft: Drafting) => {
        if (differs.length > 0) draftLook(draft, request, number.patient, { route: request.path, differs });
      },
    };
    const outcome = await saveOnce(request, form, (once) =>
      registerPatient(facility, { by: staffOf(request).id, once }, person, values, seen, kept ?? undefined),
    );
    if (outcome.kind === 'known') {
      const path = `/counter/patient/${printedPatientId(outcome.patient)}`;
      return redirectWithNotice(request, h, path, 'counter.numberKnown');
    }
    // A new key: the next sending is a new decision, not a repetition of this one.
    if (outcome.kind === 'look')
      return show(
        request,
        h,
        { ...form, once: emptyForm().once },
        { check, questions, look: outcome, abha: person.abha },
      );
    const path = `/counter/slip/${visitPath(outcome.visit)}`;
    const age = ageWords(person, wordsOf(facility, request));
    return age === ''
      ? redirectWithNotice(request, h, path, 'counter.registered')
      : redirectWithNotice(request, h, path, 'counter.registeredAged', { age });
  }

  function personOf(request: Request, values: RegisterValues): Demographics {
    const home = householdAsked(facility, request);
    return {
      ...readPerson({ ...values, ...categoryOf(values) }, facility.today()),
      ...(home && { household: householdOf(home.id, home) }),
    };
  }

  async function show(
    request: Request,
    h: ResponseToolkit,
    form: FormView,
    { check, questions = [], errors = [], look: found, abha }: Shown = {},
  ): Promise<ResponseObject> {
    const page = {
      ...pageOf(facility, request),
      scripts: ['age.js'],
      understood: understoodAge(facility, request, form.values),
      number:
        check && form.values['number'] !== 'without' ? await numberWords(facility, request, check) : null,
      questions,
      ...(found && lookAtThese(facility, request, found)),
      seenAbha: abha ?? '',
    };
    return showForm(h, 'counter/register', form, page, errors);
  }
}

const NOT_COMPARED: FieldError = { field: 'sameNumber', code: 'person.sameNumber' };

/** Why somebody goes first is mostly what he is: it is kept, except an emergency. */
function categoryOf({ priority }: SlipChoice): Pick<PersonValues, 'category'> {
  return priority === undefined || priority === 'emergency' ? {} : { category: priority };
}

/** Whom the person may be, and what else is to be looked at before anything is saved. */
function lookAtThese(
  facility: Facility,
  request: Request,
  { duplicates, abhaDoubt }: Extract<Registration, { kind: 'look' }>,
): object {
  const t = translator(request);
  const patients = duplicates.map(({ patient }) => patient);
  lookAtList(
    request,
    patients.map(({ id }) => id),
  );
  const shown = foundPatients(facility, request, patients, t, languageOf(request));
  return {
    duplicates: shown.map((patient, index) => ({
      ...patient,
      alike: (duplicates[index]?.why ?? []).map((reason) => t(`counter.alike.${reason}`)).join(', '),
    })),
    abhaDoubt,
    seen: shown.map(({ patient }) => patient).join(' '),
  };
}

function pageOf(facility: Facility, request: Request): object {
  const t = translator(request);
  const language = languageOf(request);
  const q = searchedText(request);
  const typed = q === '' ? '' : `?q=${encodeURIComponent(q)}`;
  const member = householdAsked(facility, request);
  if (member) look(request, member.id);
  const home = member && printedPatientId(member.id);
  return {
    title: t('counter.newTitle'),
    action: home ? `/counter/new?household=${home}` : `/counter/new${typed}`,
    back: home ? `/counter/patient/${home}/household` : `/counter${typed}`,
    household: member?.name,
    elsewhere: idElsewhere(facility, q),
    firstStations: facility.workflow.stations.map(({ id, name }) => ({ value: id, label: name[language] })),
  };
}

/** What all of a household have in common. */
function sharedValues({ mobile, village }: Demographics): Record<string, string> {
  return { ...(mobile !== undefined && { mobile }), ...(village !== undefined && { village }) };
}

/** What was searched for is most likely what the new patient's form needs. */
function prefilled(facility: Facility, request: Request): Record<string, string> {
  const member = householdAsked(facility, request);
  if (member) return sharedValues(member);
  const q = searchedText(request);
  const { kind, card } = facility.patients.search(q, { limit: 1 });
  switch (kind) {
    case 'abha-card':
      return card ? personValues(card) : {};
    case 'mobile':
    case 'digits':
      return { mobile: q };
    case 'abha':
      return q.includes('@') ? { abhaAddress: q } : { abha: q };
    case 'name':
      return { name: q };
    default:
      return {};
  }
}
