import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { householdOf } from '../../../records/household.js';
import { printedPatientId } from '../../../records/ids.js';
import type { Demographics } from '../../../records/people.js';
import { look, lookAtList, looks } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { emptyForm, readForm, saveOnce, showForm, type FormView } from '../../forms.js';
import { textField } from '../../form-fields.js';
import { languageOf, translator } from '../../language.js';
import { redirectWithNotice } from '../../notice.js';
import { staffOf } from '../../session.js';
import { visitPath } from '../visit-path.js';
import { choiceFields } from './choice-fields.js';
import { foundPatients } from './found-patient.js';
import { householdAsked } from './household-routes.js';
import type { SlipChoice } from './issue-slip.js';
import { personFields, personValues, readPerson, type PersonValues } from './person-form.js';
import { registerPatient, type Registration } from './register-patient.js';
import { searchedText } from './search-routes.js';

type RegisterValues = Omit<PersonValues, 'category'> &
  SlipChoice & {
    /** ids of the likely duplicates that were shown, and an ABHA number that was */
    seen?: string;
    seenAbha?: string;
  };

/** `/counter/new`: a person who has never come, with what was searched or scanned already filled in. */
export function registerRoutes(facility: Facility): ServerRoute[] {
  const { category: _category, ...person } = personFields(() => facility.today());
  const schema = Joi.object<RegisterValues>({
    ...person,
    ...choiceFields,
    seen: textField(400),
    seenAbha: textField(20),
  });
  return [
    {
      method: 'GET',
      path: '/counter/new',
      options: looks('view'),
      handler: (request, h) =>
        showForm(h, 'counter/register', emptyForm(prefilled(facility, request)), pageOf(facility, request)),
    },
    {
      method: 'POST',
      path: '/counter/new',
      options: looks('search'),
      handler: async (request, h) => {
        const reading = readForm(request, schema);
        if (!reading.ok) return showForm(h, 'counter/register', reading.form, pageOf(facility, request));
        const { values, form } = reading;
        const home = householdAsked(facility, request);
        const person = {
          ...readPerson({ ...values, ...categoryOf(values) }, facility.today()),
          ...(home && { household: householdOf(home.id, home) }),
        };
        const seen = {
          patients: values.seen?.split(' ') ?? [],
          ...(values.seenAbha && { abha: values.seenAbha }),
        };
        const outcome = await saveOnce(request, form, (once) =>
          registerPatient(facility, { by: staffOf(request).id, once }, person, values, seen),
        );
        if (outcome.kind === 'look') return askToLook(facility, request, h, form, person, outcome);
        return redirectWithNotice(
          request,
          h,
          `/counter/slip/${visitPath(outcome.visit)}`,
          'counter.registered',
        );
      },
    },
  ];
}

/** Why somebody goes first is mostly what he is: it is kept, except an emergency. */
function categoryOf({ priority }: SlipChoice): Pick<PersonValues, 'category'> {
  return priority === undefined || priority === 'emergency' ? {} : { category: priority };
}

function askToLook(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  form: FormView,
  person: Demographics,
  outcome: Extract<Registration, { kind: 'look' }>,
): ResponseObject {
  const t = translator(request);
  const { duplicates, abhaDoubt } = outcome;
  lookAtList(
    request,
    duplicates.map(({ patient }) => patient.id),
  );
  const shown = foundPatients(
    facility,
    request,
    duplicates.map(({ patient }) => patient),
    t,
    languageOf(request),
  );
  // A new key: the next sending is a new decision, not a repetition of this one.
  const { once } = emptyForm();
  return showForm(
    h,
    'counter/register',
    { ...form, once },
    {
      ...pageOf(facility, request),
      duplicates: shown.map((patient, index) => ({
        ...patient,
        alike: (duplicates[index]?.why ?? []).map((reason) => t(`counter.alike.${reason}`)).join(', '),
      })),
      abhaDoubt,
      seen: shown.map(({ patient }) => patient).join(' '),
      seenAbha: person.abha ?? '',
    },
  );
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
