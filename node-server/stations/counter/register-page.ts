import type { Request, ResponseObject, ResponseToolkit } from '@hapi/hapi';
import { printedPatientId } from '../../../records/ids.js';
import type { LikelyDuplicate } from '../../../records/patient-directory.js';
import { look, lookAtList } from '../../access/look.js';
import type { Facility } from '../../facility.js';
import { showForm, type FormView } from '../../forms.js';
import { languageOf, translator } from '../../language.js';
import { numberWords } from '../number-check.js';
import { foundPatients } from './found-patient.js';
import { householdAsked } from './household-routes.js';
import type { JudgedRegistration } from './judge-registration.js';
import { idElsewhere, searchedText } from './search-routes.js';
import { understoodAge } from './understood-age.js';

/** The page of a new person: the form as it was typed, and whatever is to be looked at before it is saved. */
export async function registerPage(
  facility: Facility,
  request: Request,
  h: ResponseToolkit,
  form: FormView,
  {
    check = null,
    questions = [],
    errors = [],
    duplicates = [],
    doubtedAbha = '',
  }: Partial<JudgedRegistration>,
): Promise<ResponseObject> {
  const page = {
    ...aroundForm(facility, request),
    scripts: ['age.js'],
    understood: understoodAge(facility, request, form.values),
    number: check && form.values['number'] !== 'without' ? await numberWords(facility, request, check) : null,
    questions,
    ...(duplicates.length > 0 && perhapsKnown(facility, request, duplicates)),
    abhaDoubt: doubtedAbha !== '',
    seenAbha: doubtedAbha,
  };
  return showForm(h, 'counter/register', form, page, errors);
}

/** Whom the person may be. That they were shown goes along with the form, and is not asked again. */
function perhapsKnown(facility: Facility, request: Request, duplicates: readonly LikelyDuplicate[]): object {
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
    seen: shown.map(({ patient }) => patient).join(' '),
  };
}

function aroundForm(facility: Facility, request: Request): object {
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
